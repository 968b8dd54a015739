// Vietnamese input methods: those that compose, and those that delete letters and type them anew.

import assert from "node:assert/strict";
import type { CDPSession, Page } from "playwright-core";
import { cell, find, kind, verdict, wholeText } from "./parts.js";
import { reads, scene, until } from "./studio.js";

/** Writes as an input method that composes: each state of the syllable, then the whole. */
async function compose(page: Page, states: string[]): Promise<void> {
  const chromium: CDPSession = await page.context().newCDPSession(page);
  for (const text of states) {
    await chromium.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await chromium.send("Input.insertText", { text: states.at(-1) ?? "" });
  await chromium.detach();
}

/** Writes as an input method without composition: a letter that changes those before it deletes them and types them anew. */
async function retype(page: Page, states: string[]): Promise<void> {
  let before = "";
  for (const now of states) {
    let same = 0;
    while (same < before.length && before[same] === now[same]) same++;
    for (let n = same; n < before.length; n++) await page.keyboard.press("Backspace");
    await page.keyboard.insertText(now.slice(same));
    before = now;
  }
}

const TOT = ["t", "to", "tô", "tôt", "tốt"];
const DIEU = ["d", "đ", "đi", "đie", "điê", "điêu", "điều"];

scene("findings that come while a syllable is composed don't disturb it", {}, async (s) => {
  const { page } = s;
  let told = 0;
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes("publishDiagnostics")) told++;
    }),
  );
  await page.reload();
  await page.locator(".text:not([hidden]) .cm-content .tk-namespace").first().waitFor();
  await find(page, '"Hoàn thành xuất sắc nhiệm vụ"');
  const chromium = await page.context().newCDPSession(page);
  await page.keyboard.type('"Hoàn thành xuất s');
  await page.locator(".cm-lintRange-error").first().waitFor();
  await chromium.send("Input.imeSetComposition", { text: "ă", selectionStart: 1, selectionEnd: 1 });
  // The disk changes, and the server tells its findings anew, while the syllable is open.
  const before = told;
  s.write("campaign.en.tieuchi", `${s.disk("campaign.en.tieuchi")}\n# More\n`);
  await until("findings come", () => told > before);
  await chromium.send("Input.imeSetComposition", { text: "ắc", selectionStart: 2, selectionEnd: 2 });
  await chromium.send("Input.insertText", { text: "ắc" });
  await page.keyboard.type(' nhiệm vụ"');
  await page.locator(".cm-lintRange-error").first().waitFor({ state: "detached" });
  assert.ok((await wholeText(page)).includes('mức_hoàn_thành "Hoàn thành xuất sắc nhiệm vụ"'));
  await until("no error is left", async () => (await page.locator("#board .banner").count()) === 0);
});

for (const [how, write] of [
  ["composes", compose],
  ["deletes and types anew", retype],
] as const) {
  scene(`rules are written by an input method that ${how}`, {}, async ({ page }) => {
    await find(page, "Mọi công chức, người lao động học tập");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.type(" ");
    await write(page, TOT);
    await page.keyboard.type(" ");
    await write(page, DIEU);
    await reads(page, "#documents", "Mọi công chức, người lao động học tập tốt điều Chỉ thị 05-CT/TW");
    assert.ok((await wholeText(page)).includes('"Mọi công chức, người lao động học tập tốt điều Chỉ thị 05-CT/TW"'));
  });

  scene(`a cell is written by an input method that ${how}`, {}, async ({ page }) => {
    await kind(page, "chính sách");
    await (await cell(page, "CS02", "tên gọi")).click();
    await write(page, ["N", "Nư", "Nươ", "Nươc", "Nước"]);
    await page.keyboard.type(" ");
    await write(page, TOT);
    await page.keyboard.press("Enter");
    await reads(page, "#what-if li", "CS02 tên gọi: Nước sinh hoạt tập trung → Nước tốt");
  });

  scene(`a label is written by an input method that ${how}, and nothing is chosen for it`, {}, async ({ page }) => {
    await kind(page, "cá nhân");
    await (await cell(page, "CB03", "chấp hành tốt")).click();
    await write(page, ["k", "kh", "khô", "khôn", "không"]);
    await page.getByRole("listbox").waitFor();
    assert.equal(await page.locator("[data-here] input").inputValue(), "không");
    assert.equal(await page.locator("[role=option][aria-selected=true]").count(), 0);
    await page.keyboard.press("Tab");
    await reads(page, "#what-if li", "CB03 chấp hành tốt: có → không");
    await reads(page, "#cell-says", "của CB03");
    assert.ok((await verdict(page, "II.3.1")).length > 0);
  });
}
