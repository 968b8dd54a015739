// A border between two parts, moved by pointer or by arrow keys.

import { useRef } from "preact/hooks";

/** How far an arrow key goes, in percent. */
const STEP = 2;

interface Given {
  label: string;
  /** Whether the border is upright, and moves to the sides. */
  upright: boolean;
  /** Where it stands, in percent of what holds both parts. */
  at: number;
  least: number;
  most: number;
  /** Whether `at` is counted from the far end. */
  fromEnd?: boolean;
  controls: string;
  move: (at: number) => void;
}

export function Splitter({ label, upright, at, least, most, fromEnd = false, controls, move }: Given) {
  const bar = useRef<HTMLDivElement>(null);
  const to = (value: number): void => move(Math.min(most, Math.max(least, value)));
  const drag = (event: PointerEvent): void => {
    const whole = bar.current?.parentElement?.getBoundingClientRect();
    if (!whole || !bar.current?.hasPointerCapture(event.pointerId)) return;
    const share = upright ? (event.clientX - whole.left) / whole.width : (event.clientY - whole.top) / whole.height;
    to((fromEnd ? 1 - share : share) * 100);
  };
  const key = (event: KeyboardEvent): void => {
    const [back, on] = upright ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const sign = fromEnd ? -1 : 1;
    if (event.key === back) to(at - sign * STEP);
    else if (event.key === on) to(at + sign * STEP);
    else if (event.key === "Home") to(least);
    else if (event.key === "End") to(most);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={bar}
      class={`splitter ${upright ? "upright" : "level"}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={upright ? "vertical" : "horizontal"}
      aria-controls={controls}
      aria-valuenow={Math.round(at)}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={key}
      onPointerDown={(event: PointerEvent) => {
        bar.current?.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={drag}
    />
  );
}
