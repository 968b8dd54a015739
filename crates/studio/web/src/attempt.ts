// What may fail: a refusal is told in the server's words, a lost connection in ours.

import { Refusal } from "./api.js";
import { notice } from "./live.js";
import { inOne } from "./parts/told.js";
import { set, text } from "./store.js";

/** Does something; whether it came to its end. */
export async function attempt(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return false;
    if (error instanceof Refusal) {
      notice(error.findings.length > 0 ? inOne(error.findings) : text().failed, true);
    } else if (error instanceof TypeError) {
      // The server doesn't answer.
      set({ lost: true });
    } else {
      notice(text().failed, true);
      throw error;
    }
    return false;
  }
}
