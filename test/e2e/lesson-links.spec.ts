/** A lesson made of a study: its link is opened elsewhere, answered, run and handed in; and it stands in frames of other pages. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { filesOfZip } from './support/zip.ts';
import { expectAccessible } from './support/axe.ts';
import { LabPage } from './support/lab-page.ts';
import { expect, otherProfile, test, unprepared } from './support/test.ts';

const QUESTION = 'How much can go before it forgets? <b>Really</b>';

/** From the page as it opens: two settings, one figure, a note, and a prediction that uncovers what comes out. */
async function makeLesson(lab: LabPage): Promise<{ readonly url: string; readonly file: Buffer }> {
  const { page } = lab;
  await page.getByRole('button', { name: 'Share study' }).click();
  await page.getByRole('button', { name: 'Make a lesson of it' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a lesson' });
  await dialog.getByLabel('Question', { exact: true }).fill(QUESTION);
  await dialog.getByLabel('What there is to say about it').fill('Neurons go, **cycle by cycle**.\n\n- <img src=x onerror=alert(1)>');
  await dialog.getByRole('radio', { name: 'A number' }).click();
  await dialog.getByLabel('Its question').fill('What accuracy is left at the end?');
  await dialog.getByLabel('Unit, such as points or bytes').fill('%');
  await dialog.getByRole('radiogroup', { name: 'Figures' }).getByRole('radio', { name: 'Those that I tick' }).click();
  await dialog.getByRole('radiogroup', { name: 'Settings' }).getByRole('radio', { name: 'Those that I tick' }).click();
  await dialog.getByText('Hidden neurons', { exact: true }).click();
  await dialog.getByText('seen, not changed').last().click();
  await expectAccessible(page);
  const link = dialog.getByRole('textbox', { name: /^Link · / });
  // It follows what is typed and ticked.
  await expect(link).toHaveValue(/#r=4\./u);
  await page.waitForTimeout(600);
  await expect(dialog.getByText('As a code to scan')).toBeVisible();
  const url = await link.inputValue();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Lesson as a file' }).press('Enter'),
  ]);
  expect(download.suggestedFilename()).toMatch(/^[\w-]+\.parsimony-lesson$/u);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return { url, file: await readFile(await download.path()) };
}

test('a lesson is made, opened in another profile, answered, run, and handed in by a link', async ({ lab, browser, labUrl }) => {
  await lab.open();
  await lab.chooseShortStudy();
  const { url, file } = await makeLesson(lab);
  expect(url.length).toBeLessThan(1200);

  const context = await otherProfile(browser, labUrl, { viewport: { width: 1440, height: 900 } });
  const other = new LabPage(await context.newPage(), labUrl);
  await other.open(new URL(url).hash);
  const { page } = other;
  await expect(page.getByRole('heading', { name: QUESTION })).toBeVisible();
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await expect(page.locator('[data-setting]')).toHaveCount(2);
  await expect(page.locator('fieldset:disabled [data-setting="model.hidden"] input')).toBeDisabled();
  await expect(page.getByRole('region', { name: 'Covered results' })).toBeVisible();
  await expectAccessible(page);

  const prediction = page.getByRole('textbox', { name: 'What accuracy is left at the end?' });
  await prediction.fill('many');
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await expect(page.getByText('Write one number, such as 12.5.')).toBeVisible();
  await prediction.fill('82,5');
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await expect(page.getByText('You said 82.5 %.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('You said 82.5 %.')).toBeVisible();

  await other.runButton.click();
  await other.ends('Finished');
  await expect(page.getByRole('region', { name: 'Accuracy against sparsity' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Details' })).toBeHidden();
  await page.getByLabel('What came out, and why do you think it did?').fill('It keeps more than I thought.');
  await page.reload();
  await other.ends('Finished');
  await expect(page.getByLabel('What came out, and why do you think it did?')).toHaveValue('It keeps more than I thought.');
  await page.getByLabel('Your name, as your teacher knows it').fill('Ada');
  await page.getByRole('button', { name: 'Make the link to hand in' }).click();
  await expect(page.getByRole('button', { name: 'Copy the link to hand in' })).toBeVisible();
  const handedIn = await copied(page);
  await context.close();

  // Back to who has made it: all of it is there, without a run.
  await lab.open(new URL(handedIn).hash);
  await expect(lab.page.getByText('Handed in by Ada')).toBeVisible();
  await expect(lab.page.getByText('You said 82.5 %.')).toBeVisible();
  await expect(lab.page.getByLabel('What came out, and why do you think it did?')).toHaveValue('It keeps more than I thought.');
  await expect(lab.sharedBanner).toBeVisible();
  await lab.page.getByRole('button', { name: 'Leave the lesson' }).click();
  await expect(lab.page.getByRole('region', { name: 'Details' })).toBeVisible();

  // The lesson as a file is the lesson of the link.
  const picker = lab.page.getByLabel('Result, network, archive or lesson', { exact: true });
  await picker.setInputFiles({ name: 'cut.parsimony-lesson', mimeType: 'text/plain', buffer: file.subarray(0, 60) });
  await expect(lab.errors.filter({ hasText: '“cut.parsimony-lesson” is no lesson' })).toBeVisible();
  await picker.setInputFiles({ name: 'lesson.parsimony-lesson', mimeType: 'text/plain', buffer: file });
  await expect(lab.page.getByRole('heading', { name: QUESTION })).toBeVisible();
  await expect(lab.page.getByRole('textbox', { name: 'What accuracy is left at the end?' })).toBeVisible();

  // As a class hands them in: twice the same, and one that was cut off.
  await lab.open('#/class', lab.page.getByRole('heading', { name: 'Class sheet' }));
  await lab.page.getByLabel('Links').fill(`Hello,\n${handedIn}\nmine: ${handedIn}\n${url}\n${handedIn.slice(0, 300)}`);
  await lab.page.getByRole('button', { name: 'Read 4 links' }).click();
  const rows = lab.page.getByRole('region', { name: 'Table of answers' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('Ada82.5 %');
  await expect(rows.nth(2)).toContainText('The very link of Ada.');
  await expect(rows.nth(3)).toContainText('Not run to its end.');
  await expect(lab.page.getByRole('img', { name: /^2 predictions from 82\.5 to 82\.5/u })).toBeVisible();
  await expect(lab.page.getByRole('region', { name: 'Links that could not be read' })).toContainText('damaged or was cut off');
  await expectAccessible(lab.page);
});

/** What the button puts on the clipboard. */
async function copied(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy the link to hand in' }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

test('in a frame of a foreign page a lesson shows its figure and Run, and opens whole with what came out', async ({
  lab,
  page,
  labUrl,
  problems,
}) => {
  // The foreign page itself.
  problems.allow(/^request to http:\/\/localhost:\d+\/$/u);
  await lab.open();
  await lab.chooseShortStudy();
  const url = new URL((await makeLesson(lab)).url);
  const server = createServer((_, response) =>
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(
        `<title>A course</title><iframe src="${labUrl}?embed=1${url.hash}" width="640" height="360"></iframe><iframe src="${labUrl}${url.hash}"></iframe>`,
      ),
  );
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  try {
    // Another origin than the lab’s.
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const frame = page.frameLocator('iframe').first();
    // The whole of the page shows nothing in a frame but the way out of it.
    const wholeInFrame = page.frameLocator('iframe').last();
    await expect(wholeInFrame.getByRole('link', { name: 'Open Parsimony' })).toHaveAttribute('href', `${labUrl}${url.hash}`);
    await expect(wholeInFrame.getByRole('button')).toHaveCount(0);
    await frame.getByRole('textbox', { name: 'What accuracy is left at the end?' }).fill('80');
    await frame.getByRole('button', { name: 'That is my prediction' }).click();
    await expect(frame.getByRole('button', { name: 'Run', exact: true })).toBeInViewport();
    await frame.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(frame.getByText('Finished')).toBeVisible({ timeout: 60_000 });
    await expect(frame.getByRole('region', { name: 'Accuracy against sparsity' })).toBeInViewport();
    const [whole] = await Promise.all([page.waitForEvent('popup'), frame.getByRole('button', { name: 'Open full' }).click()]);
    await expect(whole.getByText('You said 80 %.')).toBeVisible();
    await expect(whole.getByRole('region', { name: 'Shared result' })).toBeVisible();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a figure fills the screen for a lecture: keys step to the others, points are still found by the pointer, Escape leaves', async ({
  lab,
  page,
}) => {
  await lab.open('#/lab?recorded=dtc-quick', lab.sharedBanner);
  await lab.act('Accuracy against sparsity', 'Present');
  const stage = page.getByRole('dialog', { name: 'Presentation' });
  const point = stage.locator('.points path').nth(5);
  // The layer on which plots listen lies above.
  await point.hover({ force: true });
  await expect(stage.locator('.hoverlayer')).toContainText('accuracy');
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  await expect(stage.getByText('2 of 13')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(stage.getByRole('heading', { name: 'Accuracy against sparsity' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(stage).toBeHidden();
});

test('in a kiosk no link leads away, nothing is kept, and whoever comes next begins anew', async ({ page, labUrl, problems }) => {
  problems.allow(unprepared);
  await page.clock.install();
  await page.goto(`${labUrl}?kiosk=1#/`);
  const paper = page.locator('a[href^="https://arxiv.org"]').first();
  await paper.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(new URL(labUrl).origin);

  await page.getByRole('link', { name: /^Explore/u }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  const before = await name.inputValue();
  await name.fill('Somebody was here');
  await name.press('Enter');
  await page.clock.runFor(100_000);
  await expect(name).toHaveValue('Somebody was here');
  await page.clock.runFor(100_000);
  await expect(page.getByRole('heading', { level: 1, name: /neural network/u })).toBeVisible();
  expect(page.url()).toBe(`${labUrl}?kiosk=1#/`);
  await page.getByRole('link', { name: /^Explore/u }).click();
  await expect(name).toHaveValue(before);
});

/** The run-time environment of SCORM 1.2 as learning platforms have it, which checks every value against the standard. */
const require = createRequire(import.meta.url);
const runtime = await readFile(require.resolve('scorm-again/scorm12'), 'utf8');

/** A learning platform: it gives a lesson what its last visit has left, writes down what it is told, and what was wrong with that. */
const platform = (kept: string): string => `<!doctype html><title>A platform</title><script src="runtime.js"></script><script>
  window.API = new Scorm12API({ autocommit: false, lmsCommitUrl: 'commit' });
  window.calls = [];
  for (const name of ['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit']) {
    const own = API[name].bind(API);
    API[name] = (...given) => {
      const answer = own(...given);
      calls.push({ call: [name, ...given], error: String(API.LMSGetLastError()) });
      return answer;
    };
  }
  API.loadFromJSON(${kept}, 'cmi');
</script><iframe src="package/index.html" width="1200" height="900"></iframe>`;

test('a learning platform is told how far a lesson is, and gives back what was answered', async ({
  lab,
  page,
  problems,
  browser,
  labUrl,
}) => {
  problems.allow(/^request to http:\/\/localhost:\d+\//u, /favicon/u);
  await lab.open();
  await lab.chooseShortStudy();
  await makeLesson(lab);
  await page.getByRole('button', { name: 'Share study' }).click();
  await page.getByRole('button', { name: 'Make a lesson of it' }).click();
  // Chromium without a window prints nothing, and says at once that it has.
  const printed = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.addEventListener('beforeprint', () => resolve(document.querySelector('[aria-label="Sheet to print"]')?.textContent ?? ''));
      }),
  );
  await page.getByRole('button', { name: 'Print a sheet' }).click();
  expect(await printed).toContain('draw what you expect');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'SCORM package' }).click()]);
  expect(download.suggestedFilename()).toMatch(/scorm\.zip$/u);
  const files = filesOfZip(await readFile(await download.path()));
  expect([...files.keys()].toSorted()).toEqual(['imsmanifest.xml', 'index.html', 'scorm.js']);
  await expectManifest(page, files.get('imsmanifest.xml')!.toString());

  let kept = '{}';
  const commits: { readonly core: { readonly lesson_status: string; readonly session_time?: string } }[] = [];
  const server = createServer((request, response) => {
    const name = request.url!.slice(1).replace('package/', '');
    if (name === 'commit') {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { cmi } = JSON.parse(body) as { cmi: (typeof commits)[number] };
        commits.push(cmi);
        kept = JSON.stringify(cmi);
        response.setHeader('content-type', 'application/json').end('{"result":true,"errorCode":0}');
      });
      return;
    }
    const type = { html: 'text/html', js: 'text/javascript' }[name.split('.').at(-1) ?? ''] ?? 'text/html';
    response.setHeader('content-type', `${type}; charset=utf-8`).end(name === 'runtime.js' ? runtime : (files.get(name) ?? platform(kept)));
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const context = await otherProfile(browser, labUrl, { viewport: { width: 1300, height: 1000 } });
  try {
    const course = await context.newPage();
    const address = `http://localhost:${(server.address() as AddressInfo).port}/`;
    await course.goto(address);
    const lesson = course.frameLocator('iframe').frameLocator('#lesson');
    const value = (name: string) =>
      course.evaluate((key) => (window as unknown as { API: { getCMIValue(key: string): string } }).API.getCMIValue(key), name);
    /** What the platform refused, with its number in the standard. */
    const refused = () =>
      course.evaluate(() =>
        (window as unknown as { calls: { call: string[]; error: string }[] }).calls.filter(({ error }) => error !== '0'),
      );
    await lesson.getByRole('textbox', { name: 'What accuracy is left at the end?' }).fill('70');
    await lesson.getByRole('button', { name: 'That is my prediction' }).click();
    await expect.poll(() => value('cmi.core.score.raw')).toBe('33');
    expect(await value('cmi.core.lesson_status')).toBe('incomplete');
    await lesson.getByRole('button', { name: 'Run', exact: true }).click();
    await lesson.getByLabel('What came out, and why do you think it did?').fill('More than I thought.');
    await expect.poll(() => value('cmi.core.score.raw'), { timeout: 60_000 }).toBe('100');
    expect(await value('cmi.core.lesson_status')).toBe('completed');
    const suspended = await value('cmi.suspend_data');
    expect(suspended.length).toBeLessThan(4096);

    expect(await refused()).toEqual([]);

    // The next visit, to a browser that has kept nothing: what the platform was told is all there is.
    await course.goto('about:blank');
    await expect.poll(() => commits.at(-1)?.core.session_time).toMatch(/^\d\d:\d\d:\d\d$/u);
    expect(commits.at(-1)?.core.lesson_status).toBe('completed');
    await course.goto(address);
    await expect(lesson.getByText('You said 70 %.')).toBeVisible();
    await expect(lesson.getByLabel('What came out, and why do you think it did?')).toHaveValue('More than I thought.');
    // Nothing is run at this visit, and what was reached stays.
    await lesson.getByLabel('What came out, and why do you think it did?').fill('More than I thought, again.');
    await expect.poll(() => value('cmi.suspend_data')).toContain('again');
    expect(await value('cmi.core.lesson_status')).toBe('completed');
    expect(await value('cmi.core.score.raw')).toBe('100');
    expect(await refused()).toEqual([]);
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
});

/** What the schemas of SCORM 1.2 ask of a manifest: its namespaces, one organization that is the default, items that lead to resources with files. */
async function expectManifest(page: Page, text: string): Promise<void> {
  const found = await page.evaluate((xml) => {
    const manifest = new DOMParser().parseFromString(xml, 'application/xml');
    const of = (name: string): Element[] => [...manifest.getElementsByTagNameNS('http://www.imsproject.org/xsd/imscp_rootv1p1p2', name)];
    const adl = 'http://www.adlnet.org/xsd/adlcp_rootv1p2';
    return {
      broken: manifest.querySelector('parsererror')?.textContent ?? null,
      order: [...manifest.documentElement.children].map(({ localName }) => localName),
      schema: [of('schema')[0].textContent, of('schemaversion')[0].textContent],
      default: of('organizations')[0].getAttribute('default') === of('organization')[0].getAttribute('identifier'),
      title: of('title')[0].textContent,
      leads: of('item')[0].getAttribute('identifierref') === of('resource')[0].getAttribute('identifier'),
      sco: [of('resource')[0].getAttributeNS(adl, 'scormtype'), of('resource')[0].getAttribute('type')],
      files: of('file').map((file) => file.getAttribute('href')),
      start: of('resource')[0].getAttribute('href'),
      ids: [...manifest.querySelectorAll('[identifier]')].map((element) => element.getAttribute('identifier') ?? ''),
    };
  }, text);
  expect(found).toMatchObject({
    broken: null,
    order: ['metadata', 'organizations', 'resources'],
    schema: ['ADL SCORM', '1.2'],
    default: true,
    title: QUESTION,
    leads: true,
    sco: ['sco', 'webcontent'],
    files: ['index.html', 'scorm.js'],
    start: 'index.html',
  });
  // Of the type xs:ID: each once, beginning with a letter.
  expect(new Set(found.ids).size).toBe(found.ids.length);
  for (const id of found.ids) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/u);
}
