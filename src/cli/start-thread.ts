/** What the thread of `hook pre-receive` loads: the same file as its program, with the code that node made of it. */
import { loadQuick } from './load-quick.ts';

// What cannot be loaded ends the thread, and the one that started it hears of that.
void loadQuick(new URL('.', import.meta.url))?.receive();
