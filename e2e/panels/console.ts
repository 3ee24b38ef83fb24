import type { Locator, Page } from '@playwright/test';

/** The console: a second client of the selected target. */
export class Console {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.getByTestId('tab-console').first().click();
  }

  /** Types a command line and sends it; what comes back is awaited by what is expected of {@link log}. */
  async send(line: string): Promise<void> {
    await this.page.getByTestId('console-input').fill(line);
    await this.page.getByTestId('console-input').press('Enter');
  }

  get log(): Locator {
    return this.page.getByTestId('console-log');
  }
}
