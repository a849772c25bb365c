/** ANSI colours, or none. The only place where the console format writes an escape. */

const STYLES = {
  plain: '',
  bold: '1',
  dim: '2',
  red: '31',
  boldRed: '1;31',
  green: '32',
  yellow: '33',
  cyan: '36',
} as const;

export type Style = keyof typeof STYLES;

export type Paint = (text: string, style: Style) => string;

export function painter(isColored: boolean): Paint {
  return (text, style) =>
    isColored && text !== '' && style !== 'plain' ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
}
