/** A clock that nobody waits for: sleeping moves it on. */
import type { Clock } from '../../../src/bitbucket/clock.ts';

export class FakeClock implements Clock {
  time = 1_800_000_000_000;
  readonly sleeps: number[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}
