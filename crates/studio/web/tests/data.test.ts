// Records from files, and to them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { cell, kind, untilShows, verdict } from "./parts.js";
import { reads, scene, until } from "./studio.js";

/** Drops a file onto the page. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const carried = await page.evaluateHandle(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const carried = new DataTransfer();
      carried.items.add(new File([bytes], name));
      return carried;
    },
    { name, base64: bytes.toString("base64") },
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: carried });
  await page.locator(".drop", { hasText: "Thả bảng tính" }).waitFor();
  await page.dispatchEvent("body", "drop", { dataTransfer: carried });
}

scene("a workbook that was exported with edits is dropped and becomes the records", { expected: /409/ }, async (s) => {
  const { page } = s;
  await kind(page, "chính sách");
  for (const [key, text] of [
    ["CS02", "8.320"],
    ["CS08", "780"],
  ] as const) {
    await (await cell(page, key, "vốn giải ngân")).click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }
  await until("I.2.d.1 is met", async () => (await verdict(page, "I.2.d.1")) === "✔ Đạt");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Xuất bảng tính" }).click(),
  ]);
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), "PK");

  // With edits in place it asks first, and giving up leaves all as it is.
  await drop(page, "ho-so.xlsx", bytes);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Đang có 2 chỉnh sửa giả định").waitFor();
  await dialog.getByRole("button", { name: "Hủy", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.locator("#what-if li").count(), 2);

  await page.getByRole("button", { name: "Hủy tất cả", exact: true }).click();
  await dialog.getByRole("button", { name: "Hủy tất cả" }).click();
  await until("I.2.d.1 isn't met", async () => (await verdict(page, "I.2.d.1")) === "✘ Không đạt");
  await drop(page, "ho-so.xlsx", bytes);
  await dialog.getByText("Hồ sơ đã được thay bằng nội dung tệp này").waitFor();
  await dialog.getByText("chính sách: 8 bản ghi").waitFor();
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await until("I.2.d.1 is met by the workbook", async () => (await verdict(page, "I.2.d.1")) === "✔ Đạt");
  assert.equal(await page.locator("#what-if li").count(), 0);
  await kind(page, "chính sách");
  await untilShows(page, "CS08", "vốn giải ngân", "780");

  await page.getByRole("button", { name: "Trở lại hồ sơ ban đầu" }).click();
  await until("the first records are back", async () => (await verdict(page, "I.2.d.1")) === "✘ Không đạt");
});

scene("a file with errors tells them and changes nothing; a chosen file is read like a dropped one", {}, async (s) => {
  const { page } = s;
  const csv = readFileSync(join(s.folder, "../../examples/cao-bang-2022/not-met/chinh-sach.csv"), "utf8");
  await drop(page, "chinh-sach.csv", Buffer.from(csv.replace("8.320", "tám nghìn")));
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Tệp này chưa dùng được").waitFor();
  await dialog.locator(".findings li", { hasText: "tám nghìn" }).waitFor();
  await dialog.getByRole("button", { name: "Đóng" }).click();
  assert.equal(await verdict(page, "I.2.d.1"), "✘ Không đạt");
  await page.locator("input[type=file]").setInputFiles({
    name: "chinh-sach.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(csv.replace(";7.904", ";8.320").replace(";455,6", ";780")),
  });
  await dialog.getByText("chính sách: 8 bản ghi").waitFor();
  await page.keyboard.press("Escape");
  await until("I.2.d.1 is met by the file", async () => (await verdict(page, "I.2.d.1")) === "✔ Đạt");
});

scene("the report is a page of its own", {}, async ({ page }) => {
  const [report] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: "Báo cáo HTML" }).click(),
  ]);
  await report.getByRole("heading", { name: "Kết quả từng tiêu chí" }).waitFor();
  await reads(report, "h1", "Phát động phong trào thi đua năm 2022");
});
