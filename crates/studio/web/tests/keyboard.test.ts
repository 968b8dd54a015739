// The whole way without a mouse.

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { verdict } from "./parts.js";
import { reads, scene, until } from "./studio.js";

/** What has the focus, in words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const here = document.activeElement;
    return here?.getAttribute("aria-label") ?? here?.textContent ?? "";
  });

/** Presses a key until something has the focus. */
async function untilFocused(page: Page, key: string, wanted: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    const here = await focused(page);
    if (wanted.test(here)) return;
    assert.ok(await page.evaluate(() => document.activeElement !== document.body) || presses === 0, `lost after ${seen.at(-1)}`);
    seen.push(here);
    await page.keyboard.press(key);
  }
  assert.fail(`${wanted} never has the focus: ${seen.join(" | ")}`);
}

scene("from the rules to the verdicts to the records and back, by keyboard alone", {}, async (s) => {
  const { page } = s;
  // Straight to the rules.
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Đến phần quy tắc");
  await page.keyboard.press("Enter");
  await untilFocused(page, "Tab", /^Nội dung tệp campaign\.vi\.tieuchi$/);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("từ 1 trở lên");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.insertText("từ 3 trở lên");
  await until("I.4.b is not met", async () => (await verdict(page, "I.4.b")) === "✘ Không đạt");
  // The Tab key leaves the editor; it is no trap.
  await page.keyboard.press("Tab");
  assert.notEqual(await focused(page), "Nội dung tệp campaign.vi.tieuchi");

  // The board, by F6, and what is behind a verdict.
  await page.keyboard.press("F6");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "board");
  await untilFocused(page, "Tab", /^I\.2\.d\.1/);
  await page.keyboard.press("Enter");
  await page.locator(".behind svg.bar").waitFor();
  await untilFocused(page, "Tab", /^Xem 2 bản ghi chính sách trong bảng$/);
  await page.keyboard.press("Enter");
  await reads(page, ".tally[role=status]", "2 trong 8 bản ghi");

  // The records: one stop of the Tab key, then arrow keys.
  await untilFocused(page, "Tab", /^mã của CS02$/);
  for (let column = 0; column < 4; column++) await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), "vốn giải ngân của CS02");
  await page.keyboard.insertText("8.320");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "vốn giải ngân của CS08");
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("780");
  await page.keyboard.press("Enter");
  await until("I.2.d.1 is met", async () => (await verdict(page, "I.2.d.1")) === "✔ Đạt");
  await reads(page, "[role=status][aria-live]", "Tiêu chí I.2.d.1: từ Không đạt thành Đạt.");
  // At the end of a row the Tab key goes on.
  await page.keyboard.press("End");
  await page.keyboard.press("Tab");
  assert.ok(!(await focused(page)).includes("của CS0"), await focused(page));

  // The list of edits, and one taken back.
  await untilFocused(page, "Tab", /^Hủy chỉnh sửa: CS08/);
  await page.keyboard.press("Enter");
  await until("one edit is left", async () => (await page.locator("#what-if li").count()) === 1);
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY", "the focus is lost");

  // Borders are moved by arrow keys.
  await untilFocused(page, "Shift+Tab", /^Ranh giới giữa phần trên và hồ sơ$/);
  const before = await page.locator("#upper").evaluate((upper) => upper.getBoundingClientRect().height);
  await page.keyboard.press("ArrowDown");
  await until("the border has moved", async () => {
    return (await page.locator("#upper").evaluate((upper) => upper.getBoundingClientRect().height)) > before;
  });

  await page.keyboard.press("Control+s");
  await reads(page, ".notice", "Đã lưu campaign.vi.tieuchi.");
  assert.ok(s.disk("campaign.vi.tieuchi").includes("số_điển_hình_mới từ 3 trở lên"));
});

scene("tabs are one stop each, with arrow keys between", {}, async ({ page }) => {
  await page.locator("#rules [role=tab][aria-selected=true]").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), "campaign.en.tieuchi");
  await reads(page, "#board .banner.calm", "bảng này theo campaign.vi.tieuchi");
  await page.keyboard.press("End");
  assert.match(await focused(page), /tieuchi\.ron/);
  const readOnly = await page.locator(".text:not([hidden]) .cm-content").getAttribute("aria-readonly");
  assert.equal(readOnly, "true");
  await page.locator("#records [role=tab][aria-selected=true]").focus();
  await page.keyboard.press("ArrowRight");
  await until("another kind is shown", async () => (await page.locator("#records [role=tab]").nth(1).getAttribute("aria-selected")) === "true");
});

scene("dialogs keep the focus and give it back", {}, async ({ page }) => {
  const help = page.getByRole("button", { name: "Phím tắt" });
  await help.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  for (let n = 0; n < 6; n++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null));
  }
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focused(page), "Phím tắt");
});
