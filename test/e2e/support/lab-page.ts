/** The lab as a person uses it: what can be seen and pressed, by role and name. */
import type { Locator, Page } from '@playwright/test';

export class LabPage {
  readonly page: Page;
  private readonly url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  /** Opens the lab, or a result link if `hash` is one. */
  async open(hash = ''): Promise<void> {
    await this.page.goto(this.url + hash);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
}
