// The table of records and the what-if edits.

import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { cell, criterion, kind, untilShows, verdict } from "./parts.js";
import { reads, scene, until } from "./studio.js";

const DISBURSED = "vốn giải ngân";

scene("edited cells turn a verdict, are listed, undone and done again", {}, async ({ page }) => {
  assert.equal(await verdict(page, "I.2.d.1"), "✘ Không đạt");
  await kind(page, "chính sách");
  await (await cell(page, "CS02", DISBURSED)).click();
  await page.keyboard.type("8.320");
  await page.keyboard.press("Enter");
  await reads(page, "#what-if li", "CS02 vốn giải ngân: 7904 → 8320");
  assert.equal(await verdict(page, "I.2.d.1"), "✘ Không đạt");
  // Enter has gone down; on to CS08.
  for (let row = 3; row < 8; row++) await page.keyboard.press("ArrowDown");
  await reads(page, "#cell-says", "của CS08");
  await page.keyboard.type("780");
  await page.keyboard.press("Shift+Tab");
  await until("I.2.d.1 is met", async () => (await verdict(page, "I.2.d.1")) === "✔ Đạt");
  await reads(page, "#board .one:has(.turned)", "trước khi chỉnh sửa: Không đạt");
  await untilShows(page, "CS08", DISBURSED, "780 455,6");
  assert.equal(await (await cell(page, "CS08", DISBURSED)).locator("del").textContent(), "455,6");

  await page.keyboard.press("Control+z");
  await until("I.2.d.1 isn't met again", async () => (await verdict(page, "I.2.d.1")) === "✘ Không đạt");
  await until("one edit is left", async () => (await page.locator("#what-if li").count()) === 1);
  await untilShows(page, "CS08", DISBURSED, "455,6");
  await page.keyboard.press("Control+y");
  await until("I.2.d.1 is met once more", async () => (await verdict(page, "I.2.d.1")) === "✔ Đạt");

  await page.getByRole("button", { name: "Hủy chỉnh sửa: CS02" }).click();
  await until("I.2.d.1 isn't met without CS02", async () => (await verdict(page, "I.2.d.1")) === "✘ Không đạt");
  await untilShows(page, "CS02", DISBURSED, "7904");
  await page.getByRole("button", { name: "Hủy tất cả", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Hủy tất cả" }).click();
  await reads(page, "#what-if", "Chưa có chỉnh sửa nào");
  await untilShows(page, "CS08", DISBURSED, "455,6");
});

scene("what is no value of its field is refused beside its cell, and the records stay", {}, async ({ page }) => {
  await kind(page, "chính sách");
  const disbursed = await cell(page, "CS02", DISBURSED);
  await disbursed.click();
  await page.keyboard.type("nhiều lắm");
  await page.keyboard.press("Enter");
  await reads(page, ".bubble", "nhiều lắm");
  assert.ok((await disbursed.getAttribute("class"))?.includes("wrong"));
  assert.equal(await page.locator("#what-if li").count(), 0);
  await page.keyboard.press("ArrowUp");
  await until("the field says that it is wrong", async () => {
    return (await page.locator("[data-here] input").getAttribute("aria-invalid")) === "true";
  });
  await page.keyboard.press("Escape");
  await page.locator(".bubble").waitFor({ state: "detached" });
  await untilShows(page, "CS02", DISBURSED, "7904");
});

scene("labels are chosen from a list, by keyboard and by letters without marks", {}, async ({ page }) => {
  await kind(page, "cá nhân");
  const rating = await cell(page, "CB03", "xếp loại");
  await rating.click();
  await page.keyboard.press("F2");
  const list = page.getByRole("listbox");
  await list.waitFor();
  assert.ok((await list.getByRole("option").allTextContents()).includes("Hoàn thành xuất sắc nhiệm vụ"));
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  await page.keyboard.type("xuat sac");
  await until("one label is left", async () => (await list.getByRole("option").count()) === 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await reads(page, "#what-if li", "Hoàn thành tốt nhiệm vụ → Hoàn thành xuất sắc nhiệm vụ");
});

scene("a block from Excel is pasted as one step", {}, async ({ page }) => {
  await kind(page, "chính sách");
  await (await cell(page, "CS01", "vốn kế hoạch")).click();
  await page.evaluate(() => navigator.clipboard.writeText("12.000\t11.999\r\n8.000\tkhông rõ\r\n"));
  await page.keyboard.press("Control+v");
  await until("three cells are edited", async () => (await page.locator("#what-if li").count()) === 3);
  await reads(page, ".refused", "1 ô chưa được nhận");
  await page.getByRole("button", { name: "Bỏ các giá trị này" }).click();
  await untilShows(page, "CS02", DISBURSED, "7904");
  await (await cell(page, "CS01", "vốn kế hoạch")).click();
  await page.keyboard.press("Control+z");
  await until("all are undone at once", async () => (await page.locator("#what-if li").count()) === 0);
});

scene("records are added, removed and restored", {}, async ({ page }) => {
  await kind(page, "chính sách");
  await page.getByRole("button", { name: "Thêm bản ghi" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("mã", { exact: true }).fill("CS01");
  await dialog.getByLabel("đơn vị").fill("P2");
  await page.keyboard.press("Enter");
  await dialog.locator(".wrong-says:not(:empty)").waitFor();
  await dialog.getByLabel("mã", { exact: true }).fill("CS99");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await reads(page, "#what-if li", "CS99 thêm bản ghi");
  // Its money isn't known.
  await until("I.2.d.2 is open", async () => (await verdict(page, "I.2.d.2")) === "? Chưa xác định");
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await until("I.2.d.2 is met again", async () => (await verdict(page, "I.2.d.2")) === "✔ Đạt");
  await page.getByRole("button", { name: "Hiện tất cả" }).click();

  await (await cell(page, "CS02", DISBURSED)).click();
  await page.getByRole("button", { name: "Xóa bản ghi" }).click();
  await page.locator(".grid-row.removed .cell").nth(1).click();
  await page.getByRole("button", { name: "Khôi phục bản ghi" }).click();
  await page.locator(".grid-row.removed").waitFor({ state: "detached" });
  await until("nothing is edited", async () => (await page.locator("#what-if li").count()) === 0);
});

scene("the people behind a verdict lead to their records, and a search finds them", {}, async ({ page }) => {
  const row = criterion(page, "I.2.d.1");
  await row.getByRole("button", { name: /I\.2\.d\.1/ }).click();
  await row.locator("svg.bar").waitFor();
  await reads(page, ".behind", "Để đạt");
  await row.getByRole("button", { name: "Xem 2 bản ghi chính sách trong bảng" }).click();
  await reads(page, ".tally[role=status]", "2 trong 8 bản ghi");
  assert.deepEqual(await page.locator(".grid-body [role=rowheader]").allInnerTexts().then((all) => all.length), 2);
  await page.getByRole("button", { name: "Hiện tất cả" }).click();
  await page.getByLabel("Tìm trong chính sách").fill("nuoc sinh hoat");
  await reads(page, ".tally[role=status]", "1 trong 8 bản ghi");
  await page.getByLabel("Tìm trong chính sách").fill("không có ai như thế");
  await reads(page, "#records .hint", "Không tìm thấy bản ghi nào");
});

scene("a long table shows the rows that are in view and keeps the one that has the focus", {
  prepare: (folder) => many(folder),
}, async ({ page }) => {
  await kind(page, "chính sách");
  await reads(page, ".tally[role=status]", "20008 bản ghi");
  const drawn = await page.locator(".grid-body [role=row]").count();
  assert.ok(drawn < 100, `${drawn} rows are drawn`);
  await (await cell(page, "CS02", DISBURSED)).click();
  await page.keyboard.press("Control+End");
  await reads(page, "#cell-says", "của Z20000");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT");
  await page.locator(".grid").hover();
  await page.mouse.wheel(0, -3000);
  await until("other rows are in view", async () => (await page.locator("[role=rowheader]", { hasText: /^Z199[0-4]/ }).count()) > 0);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT");
  await page.keyboard.type("Tên mới");
  await page.keyboard.press("Enter");
  await reads(page, "#what-if li", "Z20000 tên gọi: Chính sách → Tên mới");
});

/** Adds twenty thousand policies to the records. */
function many(folder: string): void {
  const path = join(folder, "../../examples/cao-bang-2022/not-met/chinh-sach.csv");
  const rows = Array.from({ length: 20_000 }, (_, n) => `Z${String(n + 1).padStart(5, "0")};Chính sách;P2;1;1`);
  appendFileSync(path, `${rows.join("\n")}\n`);
}
