/** Streams the records of a document; of each no more is held than its fields. */
import { type Bytes, openSource } from '../open-source.ts';
import { excerptOf, UnreadableFile } from '../record.ts';
import { createBoundedParser } from './bounded-parser.ts';
import { followElements } from './follow-elements.ts';
import type { XmlRecord, XmlShape } from './xml-shape.ts';

/** Characters given to the parser at once, however much comes at once. */
const SLICE = 65_536;

/** Ends with a broken one where the document can't be read to its end. */
export async function* readXmlRecords(
  source: Bytes,
  shapes: ReadonlyMap<string, XmlShape>,
): AsyncGenerator<XmlRecord> {
  const done: XmlRecord[] = [];
  const follower = followElements(shapes);
  const parser = createBoundedParser({
    open: (tag) => follower.open(tag, parser.at()),
    close: () => {
      const record = follower.close();
      if (record) done.push(record);
    },
    text: follower.text,
    source: follower.source,
  });
  // Wrong bytes become a character no text has, which spoils its record only.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  try {
    for await (const bytes of openSource(source)) {
      for (let start = 0; start < bytes.length; start += SLICE) {
        parser.write(decoder.decode(bytes.subarray(start, start + SLICE), { stream: true }));
        yield* done.splice(0);
      }
    }
    parser.write(decoder.decode());
    parser.end();
    yield* done.splice(0);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    yield* done.splice(0);
    const { line, markup } = parser.at();
    const { line: begun = line, content = markup } = follower.unfinished() ?? {};
    const { code, message } = error;
    yield { kind: 'broken', line: begun, code, message, content: excerptOf(content) };
  }
}
