// The parts of the page by what they are to their reader.

import type { Locator, Page } from "playwright-core";
import { until } from "./studio.js";

/** A text as a pattern that finds just it. */
const escaped = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\s_]/gu, "\\$&");

/** A criterion on the board. */
export const criterion = (page: Page, id: string): Locator =>
  page.locator("#board .one").filter({ has: page.locator(".one-id", { hasText: new RegExp(`^${escaped(id)}$`) }) });

/** The verdict of a criterion, as it is read. */
export const verdict = async (page: Page, id: string): Promise<string> =>
  ((await criterion(page, id).locator(".fold .badge").textContent()) ?? "").replaceAll(/\s+/g, " ").trim();

/** A cell of the table, by the record's key and the column's title. */
export async function cell(page: Page, key: string, column: string): Promise<Locator> {
  const titles = page.locator(".grid-head [role=columnheader] span");
  await titles.first().waitFor();
  const at = (await titles.allTextContents()).indexOf(column) + 1;
  if (at === 0) throw new Error(`no column ${column} in ${await titles.allTextContents()}`);
  // The key of the cell that has the focus stands in its field of text.
  const named = page.locator("[role=rowheader]", { hasText: key }).or(page.locator(`input[aria-label$=" của ${key}"]`));
  const row = page.locator(".grid-body [role=row]").filter({ has: named });
  await row.first().waitFor();
  return row.first().locator(`[aria-colindex="${at}"]`);
}

/** What a cell shows. */
export async function shows(cell: Locator): Promise<string> {
  const field = cell.locator("input");
  const text = (await field.count()) > 0 ? await field.inputValue() : await cell.locator(".cell-text").innerText();
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Waits until a cell shows a text. */
export async function untilShows(page: Page, key: string, column: string, text: string): Promise<void> {
  await until(`${column} of ${key} shows ${text}`, async () => (await shows(await cell(page, key, column))) === text);
}

/** Chooses a kind of records. */
export async function kind(page: Page, label: string): Promise<void> {
  await page.locator("#records [role=tab]", { hasText: new RegExp(`^${escaped(label)}\\b`) }).click();
}

/** The text field of the open file. */
export const editor = (page: Page): Locator => page.locator(".text:not([hidden]) .cm-content");

/** Selects a text in the open file, as an author finds it. */
export async function find(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press("Control+f");
  const field = page.locator(".text:not([hidden]) .cm-search [name=search]");
  await field.fill(text);
  await field.dispatchEvent("change");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.locator(".text:not([hidden]) .cm-search").waitFor({ state: "detached" });
}

/** All of the open file that an author would copy. */
export async function wholeText(page: Page): Promise<string> {
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  return text.replaceAll("\r\n", "\n");
}
