// The language server at the other end of a socket, and the pack's files as it knows them.

import type { ChangeSet, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { LSPClient, LSPPlugin, Workspace, type Transport, type WorkspaceFile } from "@codemirror/lsp-client";
import { notice } from "../live.js";
import { get, set, text } from "../store.js";
import { findings } from "./findings.js";
import { help } from "./help.js";

/** How long to wait before the socket is tried again, in milliseconds. */
const AGAIN = 1000;

/** How long an answer may take, in milliseconds: a large pack on a slow machine. */
const PATIENCE = 20_000;

/** A file of the pack in its editor. */
class PackFile implements WorkspaceFile {
  version = 0;
  readonly languageId = "tieuchi";

  constructor(
    readonly path: string,
    readonly uri: string,
    public doc: Text,
    private readonly view: EditorView,
  ) {}

  getView(): EditorView {
    return this.view;
  }
}

/** All rule and test files of the pack are open to the server, so that a name is found and renamed in all of them. */
class Pack extends Workspace {
  override files: PackFile[] = [];

  override getFile(uri: string): PackFile | null {
    return this.files.find((file) => file.uri === uri) ?? null;
  }

  override syncFiles(): { file: WorkspaceFile; prevDoc: Text; changes: ChangeSet }[] {
    const changed = [];
    for (const file of this.files) {
      const plugin = LSPPlugin.get(file.getView());
      if (!plugin || plugin.unsyncedChanges.empty) continue;
      changed.push({ file, prevDoc: file.doc, changes: plugin.unsyncedChanges });
      file.doc = file.getView().state.doc;
      file.version++;
      plugin.clear();
    }
    return changed;
  }

  override openFile(uri: string, _language: string, view: EditorView): void {
    const path = get().files.find((file) => file.uri === uri)?.path ?? uri;
    const file = new PackFile(path, uri, view.state.doc, view);
    this.files.push(file);
    this.client.didOpen(file);
  }

  override closeFile(uri: string): void {
    this.files = this.files.filter((file) => file.uri !== uri);
    this.client.didClose(uri);
  }

  override async displayFile(uri: string): Promise<EditorView | null> {
    const file = this.getFile(uri);
    if (!file) {
      notice(text().otherPack(decodeURIComponent(uri.split("/").slice(-2).join("/"))), true);
      return null;
    }
    set({ open: file.path, pane: "rules" });
    // What is hidden can't be scrolled: the page is drawn first.
    await new Promise(requestAnimationFrame);
    file.getView().focus();
    return file.getView();
  }
}

/** Messages over a socket; those that come before it is open wait. */
class Socket implements Transport {
  private readonly takers = new Set<(message: string) => void>();
  private waiting: string[] = [];

  constructor(private readonly socket: WebSocket) {
    socket.onopen = () => {
      for (const message of this.waiting) socket.send(message);
      this.waiting = [];
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      for (const take of this.takers) take(event.data);
    };
  }

  send(message: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message);
    else if (this.socket.readyState === WebSocket.CONNECTING) this.waiting.push(message);
  }

  subscribe(take: (message: string) => void): void {
    this.takers.add(take);
  }

  unsubscribe(take: (message: string) => void): void {
    this.takers.delete(take);
  }
}

/** The client of the language server; it connects again for as long as the page lives. */
export const client = new LSPClient({
  timeout: PATIENCE,
  workspace: (client) => new Pack(client),
  extensions: [...help, findings],
});

/** Connects, and connects again. */
export function connect(): void {
  const url = new URL("lsp", document.baseURI);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  client.connect(new Socket(socket));
  // A server that goes while it is asked is asked again.
  client.initializing.catch(() => undefined);
  socket.onclose = () => {
    client.disconnect();
    window.setTimeout(connect, AGAIN);
  };
}

/** Tells the server that files on disk may be other than they were. */
export function tellSaved(path: string): void {
  const uri = get().files.find((file) => file.path === path)?.uri;
  if (!uri || !client.connected) return;
  client.sync();
  client.notification("textDocument/didSave", { textDocument: { uri } });
}
