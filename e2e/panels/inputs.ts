import { expect, type Locator, type Page } from '@playwright/test';

/** KEYS, ARGV and Given. Rows count from 1, as in Lua. */
export class Inputs {
  constructor(private readonly page: Page) {}

  key(row: number): Locator {
    return this.page.getByTestId(`keys-${row}`);
  }

  argument(row: number): Locator {
    return this.page.getByTestId(`argv-${row}`);
  }

  async setKey(row: number, value: string): Promise<void> {
    await this.key(row).fill(value);
  }

  async setArgument(row: number, value: string): Promise<void> {
    await this.argument(row).fill(value);
  }

  /** Fills the first empty KEYS row; `raw` marks it as bytes, typed with redis-cli escapes. */
  async addKey(value: string, raw: boolean): Promise<void> {
    await this.#add('keys', value, raw);
  }

  async addArgument(value: string, raw: boolean): Promise<void> {
    await this.#add('argv', value, raw);
  }

  /** Given is folded up on a low screen. */
  async writeGiven(text: string): Promise<void> {
    const fold = this.page.getByTestId('btn-given');
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
    await this.given.fill(text);
  }

  /** All forty digits, whatever the line has room for. */
  async fullSha(): Promise<string> {
    return (await this.sha.getAttribute('data-sha')) ?? '';
  }

  get given(): Locator {
    return this.page.getByTestId('given').getByRole('textbox');
  }

  get sha(): Locator {
    return this.page.getByTestId('script-sha');
  }

  get cacheState(): Locator {
    return this.page.getByTestId('cache-state');
  }

  async invocationIs(text: string | RegExp): Promise<void> {
    await expect(this.page.getByTestId('invocation-line')).toContainText(text);
  }

  async chooseMode(mode: 'EVAL' | 'EVALSHA' | 'EVAL_RO' | 'EVALSHA_RO' | 'FCALL' | 'FCALL_RO'): Promise<void> {
    await this.page.getByTestId('mode-select').selectOption(mode);
  }

  async #add(kind: 'keys' | 'argv', value: string, raw: boolean): Promise<void> {
    const rows = this.page.getByTestId(new RegExp(`^${kind}-\\d+$`));
    const last = rows.last();
    const row = Number((await last.getAttribute('data-testid'))?.split('-')[1]);
    await last.focus();
    await last.pressSequentially('x');
    const filled = this.page.getByTestId(`${kind}-${row}`);
    if (raw) await this.page.getByTestId(`${kind}-${row}-bytes`).click();
    await filled.fill(value);
  }
}
