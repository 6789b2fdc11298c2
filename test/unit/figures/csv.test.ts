import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../src/figures/csv.ts';

/** A reader of RFC 4180 of its own: characters one by one, in or out of quotes. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') {
      row.push(field);
      field = '';
    } else if (letter === '\r' && text[i + 1] === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
      i++;
    } else field += letter;
  }
  expect(quoted).toBe(false);
  expect([row, field]).toEqual([[], '']);
  return rows;
}

describe('CSV', () => {
  it('has a header row, CR LF after each row, and quotes where RFC 4180 asks for them', () => {
    const text = csvOf({
      columns: ['a', 'b, with comma'],
      rows: [
        ['says "x"', 0.1],
        [null, -1e-10],
        ['two\nlines', 1],
      ],
    });
    expect(text).toBe('a,"b, with comma"\r\n"says ""x""",0.1\r\n,-1e-10\r\n"two\nlines",1\r\n');
  });

  it('comes back cell by cell, numbers with all their digits', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[",\r\n ab]*$/),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((width) =>
            fc.tuple(
              fc.array(fc.string(), { minLength: width, maxLength: width }),
              fc.array(fc.array(cell, { minLength: width, maxLength: width })),
            ),
          ),
        ([columns, rows]) => {
          const [head, ...body] = parse(csvOf({ columns, rows }));
          expect(head.map((name, c) => (name === columns[c] ? name : name.slice(1)))).toEqual(columns);
          expect(body).toHaveLength(rows.length);
          body.forEach((fields, r) =>
            fields.forEach((text, c) => {
              const value = rows[r][c];
              if (typeof value === 'number') expect(Number(text) === value || Object.is(value, -0)).toBe(true);
              // A text that a spreadsheet would compute has an apostrophe in front: test/unit/math/foreign-text.test.ts.
              else expect([value ?? '', `'${value}`]).toContain(text);
            }),
          );
        },
      ),
    );
  });
});
