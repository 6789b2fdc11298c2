/** A PDF file of one page (ISO 32000-1, version 1.4) of paths, glyphs and pictures; it has no fonts, so none is missing anywhere. */

export type Bytes = Uint8Array<ArrayBuffer>;

export interface PdfPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row from above. */
  readonly rgb: Bytes;
}

export interface PdfPage {
  /** Points, 72 an inch. */
  readonly width: number;
  readonly height: number;
  /** Operators of the page. */
  readonly content: string;
  /** Forms that it draws as /F1, /F2 …: operators, and the box that they stay in. */
  readonly forms: readonly { readonly content: string; readonly box: readonly [number, number, number, number] }[];
  /** Pictures that it draws as /I1, /I2 …, each in the unit square. */
  readonly pictures: readonly PdfPicture[];
  /** Opacities of areas and lines that it sets as /A1, /A2 …. */
  readonly opacities: readonly (readonly [fill: number, stroke: number])[];
}

const encoder = new TextEncoder();

async function deflated(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

interface Stored {
  readonly head: string;
  readonly stream: Bytes | null;
}

async function streamOf(entries: string, content: string | Bytes): Promise<Stored> {
  const stream = await deflated(typeof content === 'string' ? encoder.encode(content) : content);
  return { head: `<< ${entries} /Filter /FlateDecode /Length ${stream.length} >>`, stream };
}

const numbered = (letter: string, first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `/${letter}${index + 1} ${first + index} 0 R`).join(' ');

export async function pdfOf({ width, height, content, forms, pictures, opacities }: PdfPage): Promise<Bytes> {
  // Catalogue, pages, page, content; then what it uses.
  const first = { form: 5, picture: 5 + forms.length };
  const states = opacities.map(([fill, stroke], index) => `/A${index + 1} << /ca ${fill} /CA ${stroke} >>`).join(' ');
  const resources = `<< /ExtGState << ${states} >> /XObject << ${numbered('F', first.form, forms.length)} ${numbered('I', first.picture, pictures.length)} >> >>`;
  const objects: Stored[] = [
    { head: '<< /Type /Catalog /Pages 2 0 R >>', stream: null },
    { head: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', stream: null },
    { head: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources ${resources} >>`, stream: null },
    await streamOf('', content),
    ...(await Promise.all(forms.map(({ content: own, box }) => streamOf(`/Type /XObject /Subtype /Form /BBox [${box.join(' ')}]`, own)))),
    ...(await Promise.all(
      pictures.map((picture) =>
        streamOf(
          `/Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} /ColorSpace /DeviceRGB /BitsPerComponent 8`,
          picture.rgb,
        ),
      ),
    )),
  ];
  return assembled(objects);
}

/** The objects with a table of where each begins. */
function assembled(objects: readonly Stored[]): Bytes {
  // The second line holds bytes above 127, so that no program takes the file for a text.
  const parts: Bytes[] = [Uint8Array.from([...encoder.encode('%PDF-1.4\n%'), 0xe2, 0xe3, 0xcf, 0xd3, 0x0a])];
  let at = parts[0].length;
  const put = (content: string | Bytes): void => {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    parts.push(bytes);
    at += bytes.length;
  };
  const places = objects.map(({ head, stream }, index) => {
    const place = at;
    put(`${index + 1} 0 obj\n${head}\n`);
    if (stream) {
      put('stream\n');
      put(stream);
      put('\nendstream\n');
    }
    put('endobj\n');
    return place;
  });
  const table = at;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  put(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`,
  );
  const file = new Uint8Array(at);
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}
