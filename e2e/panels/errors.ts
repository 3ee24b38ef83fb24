import { expect, type Locator, type Page } from '@playwright/test';

/** The Errors panel: how errors travelled, and the comparison below. */
export class Errors {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByTestId('panel-errors');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('tab-errors').first().click();
    await expect(this.root).toBeVisible();
  }

  get ways(): Locator {
    return this.root.getByTestId('error-propagation');
  }

  /** The stations of one way, from 0. */
  stations(way: number): Locator {
    return this.ways.nth(way).getByTestId('prop-node');
  }

  /** The run as it was, and the one with its calls turned; each is named by how it calls. */
  side(via: 'call' | 'pcall'): Locator {
    return this.root.getByTestId(`compare-${via}`);
  }

  verdict(via: 'call' | 'pcall'): Locator {
    return this.side(via).getByTestId('verdict');
  }

  async turn(choice: string | RegExp): Promise<void> {
    const select = this.root.getByTestId('compare-turn');
    const label = (await select.getByRole('option', { name: choice }).first().textContent()) ?? '';
    await select.selectOption({ label });
  }
}
