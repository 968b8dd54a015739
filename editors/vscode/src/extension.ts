// Starts `tieuchi lsp` and lets it serve the rule files.
import { ExtensionContext, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** The program that the settings name. */
function program(): string {
  return workspace.getConfiguration("tieuchi").get<string>("path")?.trim() || "tieuchi";
}

async function start(): Promise<void> {
  const command = program();
  const server: ServerOptions = { command, args: ["lsp", "--stdio"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: "tieuchi", scheme: "file" },
      { language: "tieuchi", scheme: "untitled" },
    ],
    synchronize: {
      fileEvents: workspace.createFileSystemWatcher("**/{*.tieuchi,tieuchi.ron,*.csv}"),
    },
  };
  client = new LanguageClient("tieuchi", "tieuchi", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      `tieuchi: “${command} lsp” (tieuchi.path) does not start · không chạy được “${command} lsp” (tieuchi.path): ${why}`,
    );
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("tieuchi.path")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}
