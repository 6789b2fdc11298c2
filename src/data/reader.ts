/**
 * Who reads the messages of this process or worker. What there is to do depends on where one is: on a page something is loaded anew by
 * reloading it, on the command line by running the command again.
 */

export type Reader = 'page' | 'command';

let reader: Reader = 'page';

/** From here on messages speak to that reader; whoever opens a lab says so, and passes it on to its workers. */
export function speakTo(whom: Reader): void {
  reader = whom;
}

/** Of words that depend on where one is, those for who reads them. */
export const forReader = (words: Readonly<Record<Reader, string>>): string => words[reader];

/** What loads everything anew, at the beginning of a sentence. */
export const reloadFirst = (): string => forReader({ page: 'Reload the page', command: 'Run the command again' });

/** What mends a file of a data set on the server, within a sentence: nobody but who runs that can do it. */
export const prepareAgain = (): string =>
  forReader({
    page: 'whoever runs the server of this page prepares its data sets again by “node scripts/datasets.mjs all --force”',
    command: 'prepare the data sets again by “node scripts/datasets.mjs all --force”',
  });

/** What loads everything anew, within a sentence. */
export const reload = (): string => forReader({ page: 'reload the page', command: 'run the command again' });
