// The document's items beside the text.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editor, wholeText } from "./parts.js";
import { reads, scene, until } from "./studio.js";

/** Takes a criterion out of the rules, so that its item is forgotten. */
function forget(folder: string): void {
  const path = join(folder, "campaign.vi.tieuchi");
  const rules = readFileSync(path, "utf8");
  const shorter = rules.replace(/tiêu chí I\.6 [^]*?\n\n/u, "");
  assert.notEqual(shorter, rules);
  writeFileSync(path, shorter);
}

scene("items lead to their criteria; one that is forgotten gets a criterion to fill in", { prepare: forget }, async (s) => {
  const { page } = s;
  const item = (id: string) => page.locator("#documents .item").filter({ has: page.locator(".item-id", { hasText: id }) });
  await reads(page, "#documents .documents-body", "1 mục còn bỏ sót");
  await reads(page, "#documents .item.waived", "không đo: Lời kêu gọi chung");
  await item("I.2").first().getByRole("button", { name: "I.2.c", exact: true }).click();
  await reads(page, ".text:not([hidden]) .cm-activeLine", "tiêu chí I.2.c");
  assert.ok(await editor(page).evaluate((text) => text === document.activeElement));

  const forgotten = page.locator("#documents .item.forgotten");
  await reads(page, "#documents .item.forgotten", "I.6");
  await forgotten.getByRole("button", { name: "Soạn tiêu chí cho mục này" }).click();
  await reads(page, ".text:not([hidden]) .cm-activeLine", /^$/);
  // It stands behind the declaration in which the caret was, and what is missing is where one writes.
  await page.keyboard.type("100% cá_nhân có học_chỉ_thị_05");
  assert.match(
    await wholeText(page),
    /năm_trước\n\ntiêu chí I\.6 "Mọi công chức, người lao động học tập Chỉ thị 05-CT\/TW"\n {2}căn cứ I\.6\n {2}100% cá_nhân có học_chỉ_thị_05\n\n/,
  );
  await until("nothing is forgotten", async () => (await page.locator("#documents .item.forgotten").count()) === 0);
  await reads(page, "#documents .documents-body", "0 mục còn bỏ sót");
  await reads(page, "#board", "I.6Mọi công chức");
});

scene("two tabs of one studio show the same", {}, async (s) => {
  const second = await s.another();
  await editor(s.page).focus();
  await s.page.keyboard.press("Control+Home");
  await s.page.keyboard.press("End");
  await s.page.keyboard.type("\n# Từ thẻ thứ nhất");
  await reads(second, ".text:not([hidden]) .cm-content", "# Từ thẻ thứ nhất");
  await reads(second, "#rules [role=tab][aria-selected=true]", "(chưa lưu)");
  await s.page.keyboard.press("Control+s");
  await until("the other tab knows that it is saved", async () => (await second.locator(".unsaved").count()) === 0);
});
