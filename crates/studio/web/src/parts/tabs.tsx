// Tabs with one stop of the Tab key; arrow keys go from one to the next.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface Tab {
  id: string;
  label: ComponentChildren;
}

interface Given {
  label: string;
  /** Begins the ids of the tabs. */
  name: string;
  tabs: Tab[];
  chosen: string | undefined;
  choose: (id: string) => void;
  /** The id of what a tab shows. */
  panel: (id: string) => string;
}

export const tabId = (name: string, id: string): string => `${name}-tab-${id.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`;

export function Tabs({ label, name, tabs, chosen, choose, panel }: Given) {
  const list = useRef<HTMLDivElement>(null);
  // The chosen one is in view, however it was chosen.
  useLayoutEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen]);
  const go = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(tabId(name, next.id))}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={go}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          class="tab"
          role="tab"
          id={tabId(name, tab.id)}
          aria-selected={tab.id === chosen}
          aria-controls={panel(tab.id)}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => choose(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
