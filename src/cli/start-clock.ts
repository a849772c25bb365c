/** What the thread loads that keeps the clock of `hook pre-receive`: small, so that it is there at once and costs little memory. */
import { keepClock } from '../commands/hook/receive/clock-thread.ts';

keepClock();
