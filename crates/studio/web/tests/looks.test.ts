// How the page looks and is told: in both languages, light and dark, wide and narrow; nothing runs over the edge, and axe
// finds nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { criterion, editor, kind } from "./parts.js";
import { reads, scene, until } from "./studio.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What axe finds, all of WCAG's levels A and AA and its best practices. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}\n${node.failureSummary}`));
}

/** Whether something runs over the edge of the page. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth > wide || document.body.scrollWidth > wide;
    if (!over) return [];
    return [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > wide + 1 && one.checkVisibility())
      .map((one) => `${one.tagName}.${one.className}`);
  });
}

async function sound(page: Page, what: string): Promise<void> {
  assert.deepEqual(await overflow(page), [], `${what} runs over the edge`);
  assert.deepEqual(await violations(page), [], `axe on ${what}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  scene(`wide, ${colorScheme}`, { context: { colorScheme, viewport: { width: 1440, height: 900 } } }, async ({ page }) => {
    await sound(page, "the page");
    await criterion(page, "II.3.1").getByRole("button", { name: /II\.3\.1/ }).click();
    await page.locator(".behind svg").first().waitFor();
    await kind(page, "cá nhân");
    await page.locator(".grid-body .cell").nth(8).click();
    await page.keyboard.press("F2");
    await page.keyboard.type("sai");
    await page.keyboard.press("Enter");
    await page.locator(".bubble").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("không");
    await page.keyboard.press("Enter");
    await page.locator("#what-if li").waitFor();
    await sound(page, "the page with edits, something refused and a criterion unfolded");
    await editor(page).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\n\ntiêu chí X.1");
    await page.locator("#board .banner").waitFor();
    await page.locator(".told").waitFor();
    await sound(page, "the page with an error");
    await page.getByRole("button", { name: "Phím tắt" }).click();
    await sound(page, "the keys");
  });

  scene(`narrow, ${colorScheme}`, { context: { colorScheme, viewport: { width: 360, height: 740 } }, language: "en" }, async ({ page }) => {
    for (const part of ["Document", "Verdicts", "Records", "Rules"]) {
      await page.locator(".chooser-bar").getByRole("button", { name: part }).click();
      await sound(page, part);
      assert.equal(await page.locator("main .pane:visible").count(), part === "Records" ? 2 : 1, part);
    }
    await page.locator(".chooser-bar").getByRole("button", { name: "Verdicts" }).click();
    await criterion(page, "II.3.1").getByRole("button", { name: /II\.3\.1/ }).click();
    await page.locator(".behind svg").first().waitFor();
    await sound(page, "a criterion unfolded");
  });
}

scene("at 200 percent everything is there", {
  // A window of 1280 by 800 at 200 percent.
  context: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
}, async ({ page }) => {
  for (const part of ["Văn bản", "Kết luận", "Hồ sơ", "Quy tắc"]) {
    await page.locator(".chooser-bar").getByRole("button", { name: part }).click();
    assert.deepEqual(await overflow(page), [], part);
  }
  await editor(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("# x");
  const caret = await editor(page).evaluate((text) => {
    const last = [...text.querySelectorAll(".cm-line")].at(-1)?.getBoundingClientRect();
    return last !== undefined && last.bottom <= window.innerHeight && last.top >= 0;
  });
  assert.ok(caret, "the line that is written is in view");
});

scene("forced colours keep signs, words and borders; less motion is no motion", {
  context: { forcedColors: "active", reducedMotion: "reduce" },
}, async ({ page }) => {
  await sound(page, "the page in forced colours");
  await reads(page, "#board .one .badge", "✔ Đạt");
  const moving = await page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
});

scene("the page speaks the language that is chosen", {}, async ({ page }) => {
  await reads(page, "#board h2", "Bảng kết luận");
  await page.getByRole("button", { name: "English" }).click();
  await reads(page, "#board h2", "Verdicts");
  await reads(page, "#board .whole", "Not met");
  await until("the page says which language it has", async () => (await page.locator("html").getAttribute("lang")) === "en");
  await reads(page, "#records [role=tab][aria-selected=true]", /^[a-z ]+ ?\d+$/);
  // No word of the other language is left on what the page says itself.
  const said = await page.locator("header, .toolbar, #what-if").allInnerTexts();
  assert.doesNotMatch(said.join(" ").replace(/Phong trào.*?Bằng/, ""), /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/i);
  await page.reload();
  await reads(page, "#board h2", "Verdicts");
});

scene("an unfolded criterion stays as it is while one writes, and keeps the focus", {}, async ({ page }) => {
  await criterion(page, "I.2.d.1").getByRole("button", { name: /I\.2\.d\.1/ }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".behind svg").first().waitFor();
  const chip = criterion(page, "I.2.d.1").locator(".chip").first();
  await chip.focus();
  const key = await chip.textContent();
  await kind(page, "chính sách");
  await chip.focus();
  await page.evaluate(async () => {
    // An edit from elsewhere: another tab of the same studio.
    await fetch("edits?lang=vi", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ edits: [{ kind: "policy", key: "CS01", field: "name", text: "Tên khác" }] }),
    });
  });
  await reads(page, "#what-if li", "Tên khác");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), key);
});
