/** saxes, told what no document of payments has: errors, document types, other encodings. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { UnreadableFile } from '../record.ts';

export interface StrictEvents {
  open(tag: SaxesTagNS): void;
  text(text: string): void;
  characterData(text: string): void;
  close(): void;
  /** A tag, comment, declaration or section of character data is complete. */
  markupEnded(): void;
}

export interface StrictParser {
  /** @throws {UnreadableFile} from where on the document can't be read. */
  write(text: string): void;
  end(): void;
}

export function createStrictParser(events: StrictEvents): StrictParser {
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', ({ message }) => {
    const sentence = message.replace(/\.?$/, '.').slice(0, 200);
    throw brokenDocument(`The document is no XML from here on: ${sentence}`);
  });
  parser.on('doctype', () => {
    throw refusedDoctype();
  });
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    events.markupEnded();
    if (!/^utf-?8$/i.test(encoding)) {
      const message = `The document says it is ${encoding.slice(0, 40)}. Save it as UTF-8.`;
      throw new UnreadableFile('ENCODING_NOT_SUPPORTED', message);
    }
  });
  parser.on('processinginstruction', events.markupEnded);
  parser.on('comment', events.markupEnded);
  parser.on('cdata', (text) => {
    events.markupEnded();
    events.characterData(text);
  });
  parser.on('text', events.text);
  parser.on('opentag', (tag) => {
    events.markupEnded();
    events.open(tag);
  });
  parser.on('closetag', () => {
    events.markupEnded();
    events.close();
  });
  return { write: (text) => void parser.write(text), end: () => void parser.close() };
}

export function brokenDocument(message: string): UnreadableFile {
  return new UnreadableFile('BROKEN_DOCUMENT', message);
}

/** No message of ISO 20022 has one, and what it declares may grow without end when it is used. */
export function refusedDoctype(): UnreadableFile {
  const message = 'A document type, and so any entity, is refused. Nothing after it was read.';
  return new UnreadableFile('DOCTYPE_REFUSED', message);
}
