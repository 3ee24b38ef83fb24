import type { Locator, Page } from '@playwright/test';

/** The Reply panel in its four views. */
export class Reply {
  readonly root: Locator;

  constructor(page: Page) {
    this.root = page.getByTestId('panel-reply');
  }

  async choose(view: 'Tree' | 'redis-cli' | 'RESP' | 'JSON'): Promise<void> {
    await this.root.getByTestId('reply-format').getByRole('radio', { name: view }).click();
  }

  get nodes(): Locator {
    return this.root.getByTestId('reply-node');
  }
}
