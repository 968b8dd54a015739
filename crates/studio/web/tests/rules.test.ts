// Writing rules: findings, their mends, what becomes of the verdicts, and what comes to disk.

import assert from "node:assert/strict";
import { criterion, editor, find, verdict, wholeText } from "./parts.js";
import { reads, scene, until } from "./studio.js";

const RULES = "campaign.vi.tieuchi";

scene("an error is underlined and mended, the verdicts follow, the file is saved on command", {}, async (s) => {
  const { page } = s;
  const before = s.disk(RULES);
  assert.equal(await verdict(page, "I.4.b"), "✔ Đạt");

  await editor(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type('\n\ntiêu chí II.2.c "Đa số hoàn thành tốt"\n');
  // The caret was moved in by itself.
  await page.keyboard.type('căn cứ II.2\nít nhất 90% cá_nhân có xếp_loại từ "Hoàn thành tôt nhiệm vụ" trở lên');
  const underlined = page.locator(".cm-lintRange-error");
  await reads(page, ".cm-lintRange-error", '"Hoàn thành tôt nhiệm vụ"');
  await reads(page, ".told li", "“Hoàn thành tôt nhiệm vụ” không phải là nhãn của");
  await reads(page, "#board .banner", "Quy tắc đang có 1 lỗi");
  // What stood there before the error still stands.
  assert.equal(await verdict(page, "I.4.b"), "✔ Đạt");
  assert.equal(await criterion(page, "II.2.c").count(), 0);
  assert.ok(s.disk(RULES) === before, "nothing is written unasked");

  await underlined.hover();
  await page.locator(".cm-tooltip-lint").getByText("không phải là nhãn của").waitFor();
  await page.locator(".told").getByRole("button", { name: "Sửa thành “Hoàn thành tốt nhiệm vụ”" }).click();
  await underlined.waitFor({ state: "detached" });
  await reads(page, "#board", "II.2.cĐa số hoàn thành tốt✔ Đạt");
  assert.equal(await page.locator("#board .banner").count(), 0);
  assert.ok(s.disk(RULES) === before, "nothing is written unasked");
  await reads(page, "#rules [role=tab][aria-selected=true]", "(chưa lưu)");

  await page.keyboard.press("Escape");
  await editor(page).focus();
  await page.keyboard.press("Control+s");
  await reads(page, ".notice", `Đã lưu ${RULES}.`);
  const added =
    '\n\ntiêu chí II.2.c "Đa số hoàn thành tốt"\n  căn cứ II.2\n  ít nhất 90% cá_nhân có xếp_loại từ "Hoàn thành tốt nhiệm vụ" trở lên';
  assert.ok(s.disk(RULES) === before + added, s.disk(RULES).slice(before.length));
  assert.equal(await page.locator(".unsaved").count(), 0);
});

scene("a changed requirement turns a verdict, against the saved rules, and back", {}, async ({ page }) => {
  assert.equal(await verdict(page, "I.4.b"), "✔ Đạt");
  await find(page, "số_điển_hình_mới từ 1 trở lên");
  await page.keyboard.type("số_điển_hình_mới từ 3 trở lên");
  await until("I.4.b is not met", async () => (await verdict(page, "I.4.b")) === "✘ Không đạt");
  await reads(page, "#board .one:has(.turned)", "theo quy tắc đã lưu: Đạt");
  // It is said to those who don't see it.
  await reads(page, "[role=status][aria-live]", "Tiêu chí I.4.b: từ Đạt thành Không đạt.");
  await page.locator("#board .board-filter select").selectOption({ label: "Có thay đổi" });
  assert.deepEqual(await page.locator("#board .one-id").allTextContents(), ["I.4.b"]);
  await editor(page).focus();
  await page.keyboard.press("Control+z");
  await until("nothing is changed", async () => (await page.locator("#board .one").count()) === 0);
  await page.locator("#board .board-filter select").selectOption({ label: "Tất cả" });
  assert.equal(await verdict(page, "I.4.b"), "✔ Đạt");
});

scene("completion offers labels, accepts nothing by itself, and takes what is chosen", {}, async ({ page }) => {
  await find(page, '"Văn hóa, văn nghệ"');
  await editor(page).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type('\n\ntiêu chí II.2.c "Thử"\ncăn cứ II.2\nmọi cá_nhân có xếp_loại từ "');
  const list = page.locator(".cm-tooltip-autocomplete");
  await list.getByText("Hoàn thành tốt nhiệm vụ").waitFor();
  // Enter breaks the line as long as nothing was chosen.
  assert.equal(await list.locator("[aria-selected=true]").count(), 0);
  await page.keyboard.press("Enter");
  assert.match(await wholeText(page), /xếp_loại từ "\n *$/);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Space");
  await list.getByText("Hoàn thành tốt nhiệm vụ").waitFor();
  await page.keyboard.press("ArrowDown");
  await list.locator("[aria-selected=true]").waitFor();
  const chosen = (await list.locator("[aria-selected=true] .cm-completionLabel").textContent()) ?? "";
  await page.keyboard.press("Enter");
  assert.ok((await wholeText(page)).endsWith(`xếp_loại từ "${chosen.replaceAll('"', "")}"`));
});

scene("a name says what it is, and leads to its declaration", {}, async ({ page }) => {
  await find(page, "số_điển_hình_mới từ 1");
  await page.locator(".cm-content .tk-property", { hasText: "số_điển_hình_mới" }).last().hover();
  await reads(page, ".cm-lsp-hover-tooltip", "số đếm");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F12");
  await reads(page, ".text:not([hidden]) .cm-activeLine", "số_điển_hình_mới còn gọi new_examples: số đếm");
});

scene("a name is changed in all files of the pack, and undone in each", {}, async ({ page }) => {
  await find(page, "số_điển_hình_mới từ 1");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F2");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Tên mới").fill("từ");
  await page.keyboard.press("Enter");
  // A word of the language is no name.
  await dialog.locator(".wrong-says:not(:empty)").waitFor();
  await dialog.getByLabel("Tên mới").fill("số_gương_mới");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await until("both places have the new name", async () => {
    const text = await editor(page).textContent();
    return text?.includes("số_gương_mới từ 1") ?? false;
  });
  const tabs = page.locator("#rules [role=tab]:has(.unsaved)");
  await until("the other files are changed too", async () => (await tabs.count()) >= 1);
  await until("the rules are sound", async () => (await page.locator("#board .banner").count()) === 0);
  assert.ok((await wholeText(page)).includes("số_gương_mới còn gọi new_examples: số đếm"));
});

scene("the file is laid out on command, never while one writes", {}, async ({ page }) => {
  await find(page, "  căn cứ II.2");
  await page.keyboard.type("       căn cứ   II.2");
  await until("the server has read it", async () => (await page.locator("#rules .unsaved").count()) === 1);
  assert.ok((await wholeText(page)).includes("       căn cứ   II.2"));
  await page.getByRole("button", { name: "Trình bày lại" }).click();
  await until("it is laid out", async () => !(await wholeText(page)).includes("căn cứ   II.2"));
  assert.ok((await wholeText(page)).includes("\n  căn cứ II.2\n"));
});

scene("a file that was changed on disk meanwhile isn't overwritten unasked", { expected: /409/ }, async (s) => {
  const { page } = s;
  const before = s.disk(RULES);
  await find(page, "Mọi công chức, người lao động học tập Chỉ thị 05-CT/TW");
  await page.keyboard.type("Mọi người học tập Chỉ thị 05-CT/TW");
  const theirs = before.replace("Phong trào thi đua năm 2022", "Phong trào thi đua của năm 2022");
  s.write(RULES, theirs);
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: `Tệp ${RULES} đã bị thay đổi ở nơi khác` }).waitFor();
  await dialog.locator(".differs", { hasText: "Mọi người học tập" }).waitFor();
  await dialog.locator(".differs", { hasText: "của năm 2022" }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.ok(s.disk(RULES) === theirs, "giving up writes nothing");

  await page.keyboard.press("Control+s");
  await dialog.getByRole("button", { name: "Ghi đè bằng nội dung ở đây" }).click();
  await reads(page, ".notice", "Đã lưu");
  const mine = before.replace("Mọi công chức, người lao động học tập", "Mọi người học tập");
  assert.ok(s.disk(RULES) === mine, "what is written here is on disk");

  await page.keyboard.type("X");
  s.write(RULES, theirs);
  await page.keyboard.press("Control+s");
  await dialog.getByRole("button", { name: "Lấy nội dung trên đĩa" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.ok((await wholeText(page)) === theirs, "the text is as on disk");
  await until("nothing is left to save", async () => (await page.locator(".unsaved").count()) === 0);
});

scene("a new file of the pack is opened; a name outside it is refused in words", { expected: /4\d\d/ }, async (s) => {
  const { page } = s;
  await page.getByRole("button", { name: "Tệp mới" }).click();
  const name = page.getByRole("dialog").getByLabel("Tên tệp");
  await name.fill("../ngoai.vi.tieuchi");
  await page.keyboard.press("Enter");
  await page.locator(".notice.bad").waitFor();
  await name.fill("tests/them.vi.tieuchi");
  await page.keyboard.press("Enter");
  await reads(page, "#rules [role=tab][aria-selected=true]", "tests/them.vi.tieuchi");
  await editor(page).focus();
});
