/** A failure that nobody foresaw, planted into the job's worker: what the page says of it. */
import { expect, test } from './support/test.ts';

test('its stack is on the console, folded on the page, to be copied, and in the result file', async ({ lab, page, problems }) => {
  problems.allow(/planted/);
  const consoled = page.waitForEvent('console', (message) => message.type() === 'error' && message.text().includes('planted'));
  const broken = "Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: () => { throw new TypeError('planted'); } } });\n";
  await page.route('**/assets/job-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: broken + (await response.text()) });
  });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Ended with a failure');
  await expect(lab.runBar).toContainText('for a reason that Parsimony did not foresee: planted. Run it again');
  expect((await consoled).text()).toMatch(/TypeError: planted\s+at .*requestAdapter/);

  const calls = lab.runBar.getByLabel('Calls that led to the failure');
  await expect(calls).toBeHidden();
  await lab.runBar.getByRole('button', { name: 'Where it came from' }).click();
  await expect(calls).toContainText(/TypeError: planted\s+at .*requestAdapter/);
  await lab.runBar.getByRole('button', { name: 'Copy for a report' }).click();
  await expect(lab.runBar.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/did not foresee: planted\.[^]*\n\nTypeError: planted\n/);

  const [{ error }] = (await lab.result()).records;
  expect(error).toMatchObject({ kind: 'internal', stack: expect.stringContaining('requestAdapter') });
});

test('the maps that lead from the built scripts to the sources lie beside them, and nobody is sent any', async ({ lab, page, labUrl }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await lab.open();
  expect(asked.filter((url) => url.endsWith('.map'))).toEqual([]);

  const offline = await (await page.request.get(`${labUrl}offline.js`)).text();
  expect(offline).not.toMatch(/\.map\b["'`]/);
  const scripts = [...new Set(offline.match(/assets\/[\w.-]+\.js/g))];
  for (const name of ['page', 'lab', 'job', 'network', 'own-images']) {
    const script = scripts.find((path) => path.startsWith(`assets/${name}-`));
    const code = await (await page.request.get(`${labUrl}${script}`)).text();
    expect(code, name).not.toContain('sourceMappingURL');
    const map = await page.request.get(`${labUrl}${script}.map`);
    expect([name, map.status()]).toEqual([name, 200]);
    const { sources } = (await map.json()) as { sources: string[] };
    expect(
      sources.some((source) => /\/src\/\w+\/.+\.tsx?$/.test(source)),
      name,
    ).toBe(true);
  }
});
