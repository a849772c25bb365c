/** The loops of a graph of positions: sets of which each member leads to each other (Tarjan's algorithm, without recursion). */
import type { PositionGraph } from './position-graph.ts';

interface Frame {
  readonly at: number;
  readonly rest: number[];
}

/** @returns loops of one position only where it follows itself */
export function loopsOf({ positions }: PositionGraph): number[][] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const loops: number[][] = [];
  const enter = (at: number): Frame => {
    order.set(at, order.size);
    low.set(at, order.size - 1);
    open.push(at);
    isOpen.add(at);
    return { at, rest: [...(positions[at]?.next ?? [])] };
  };
  const lower = (at: number, value: number | undefined): void => {
    low.set(at, Math.min(low.get(at) ?? 0, value ?? Infinity));
  };
  const leave = (at: number): void => {
    if (low.get(at) !== order.get(at)) return;
    const loop = open.splice(open.lastIndexOf(at));
    for (const member of loop) isOpen.delete(member);
    if (loop.length > 1 || positions[at]?.next.has(at) === true) loops.push(loop);
  };
  const close = (frames: Frame[], { at }: Frame): void => {
    leave(at);
    frames.pop();
    const below = frames.at(-1);
    if (below) lower(below.at, low.get(at));
  };
  for (const start of positions.keys()) {
    if (order.has(start)) continue;
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const next = frame.rest.pop();
      if (next === undefined) close(frames, frame);
      else if (!order.has(next)) frames.push(enter(next));
      else if (isOpen.has(next)) lower(frame.at, order.get(next));
    }
  }
  return loops;
}
