/** As much of XML 1.0 as a report uses, strictly: anything not well-formed is an error. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';
const CHAR = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function parseXml(text: string): XmlElement {
  if (!text.startsWith(PROLOGUE)) throw new Error('no XML declaration');
  if (!CHAR.test(text)) throw new Error('a character that XML 1.0 does not allow');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = PROLOGUE.length;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 60)}`);
    step(match, open);
  }
  const [root, ...more] = top.children;
  if (open.length !== 1 || root === undefined || more.length > 0)
    throw new Error('not one closed root element');
  return root;
}

function step([, closed, opened, attributes = '', empty, text]: RegExpExecArray, open: XmlElement[]): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new Error('text after the root');
  if (text !== undefined) parent.text += decode(text);
  if (closed !== undefined && open.pop()?.name !== closed)
    throw new Error(`</${closed}> closes another element`);
  if (opened === undefined) return;
  const pairs = Array.from(attributes.matchAll(/([\w-]+)="([^"]*)"/g), ([, name = '', value = '']) => [
    name,
    decode(value),
  ]);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error('an attribute twice');
  const element = { name: opened, attributes: Object.fromEntries(pairs), children: [], text: '' };
  parent.children.push(element);
  if (empty !== '/') open.push(element);
}

function decode(text: string): string {
  return text.replaceAll(/&([^;]*)(;?)/g, (_, reference: string, end: string) => {
    const number = /^#(\d+)$/.exec(reference)?.[1];
    const character = number === undefined ? NAMED[reference] : String.fromCodePoint(Number(number));
    if (end === '' || character === undefined) throw new Error(`bad reference &${reference}`);
    if (!CHAR.test(character))
      throw new Error(`a reference to a character that XML 1.0 does not allow: ${reference}`);
    return character;
  });
}
