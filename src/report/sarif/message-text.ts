/** Text as it may stand in a SARIF message: unseen characters visible, its own markup escaped. */
import { visibleText } from '../text/visible-text.ts';

/** Braces are placeholders (SARIF 2.1.0, 3.11.5) and are doubled; brackets are links (3.11.6) and get a backslash. */
export function messageText(text: string): string {
  return visibleText(text, '\n')
    .replaceAll(/[{}]/g, '$&$&')
    .replaceAll(/[\\[\]]/g, '\\$&');
}
