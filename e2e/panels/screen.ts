import { expect, type Locator, type Page } from '@playwright/test';
import { Console } from './console.js';
import { Editor } from './editor.js';
import { Inputs } from './inputs.js';
import { Reply } from './reply.js';

/** The whole page as a person uses it. */
export class Screen {
  readonly editor: Editor;
  readonly inputs: Inputs;
  readonly reply: Reply;
  readonly console: Console;

  constructor(readonly page: Page) {
    this.editor = new Editor(page);
    this.inputs = new Inputs(page);
    this.reply = new Reply(page);
    this.console = new Console(page);
  }

  /** `patience`: how long the editor may take, milliseconds. */
  async open(url: string, patience = 20_000): Promise<void> {
    await this.page.goto(url);
    await this.editor.ready(patience);
  }

  /** Reloads as a person would at any moment, and waits until the page can be used. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.editor.ready();
  }

  /** Chooses a language and waits until the page speaks it. */
  async chooseLanguage(language: 'en' | 'zh'): Promise<void> {
    await this.page
      .getByTestId('lang-switch')
      .getByRole('radio', { name: language === 'en' ? 'EN' : '中文' })
      .click();
    await expect(this.page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : 'zh-CN');
  }

  async chooseTarget(target: 'sandbox' | 'live'): Promise<void> {
    const button = this.page.getByTestId(`target-${target}`);
    await expect(button).toBeEnabled();
    await button.click();
    await expect(button).toHaveAttribute('aria-checked', 'true');
  }

  /** Presses Run and waits for the result strip to tell of this run. */
  async run(): Promise<void> {
    const before = await this.runId();
    await this.page.getByTestId('btn-run').click();
    await this.ranAfter(before);
  }

  /** Presses Run on a live target, and Run again in the question that the first one of a visit asks. */
  async runLive(): Promise<void> {
    const before = await this.runId();
    await this.page.getByTestId('btn-run').click();
    const confirm = this.page.getByTestId('confirm-live-run');
    const another = this.page.locator(`[data-testid=run-summary][data-run]:not([data-run="${before ?? ''}"])`);
    await expect(confirm.or(another).first()).toBeVisible();
    if (await confirm.isVisible()) await confirm.click();
    await this.ranAfter(before);
  }

  /** Runs a script that does not end and waits until its server is busy. On a live target it answers the first question of a visit. */
  async runUntilBusy(): Promise<void> {
    const confirm = this.page.getByTestId('confirm-live-run');
    const busy = this.page.getByTestId('busy-banner');
    await this.page.getByTestId('btn-run').click();
    await expect(confirm.or(busy).first()).toBeVisible();
    if (await confirm.isVisible()) await confirm.click();
    await expect(busy).toBeVisible();
  }

  /** Names the run that the result strip tells of; null before the first one and while one goes on. */
  private runId(): Promise<string | null> {
    return this.summary.evaluateAll((strips) => strips[0]?.getAttribute('data-run') ?? null);
  }

  private async ranAfter(before: string | null): Promise<void> {
    await expect.poll(() => this.runId()).not.toBe(before);
    await this.ended();
  }

  async newScript(): Promise<void> {
    await this.page.getByTestId('btn-new-script').click();
    await expect.poll(() => this.editor.text()).toBe('');
  }

  async openExample(title: string): Promise<void> {
    await this.page.getByTestId('example').filter({ hasText: title }).click();
  }

  async ended(): Promise<void> {
    await expect(this.summary).toHaveAttribute('data-run', /./);
  }

  get summary(): Locator {
    return this.page.getByTestId('run-summary');
  }

  async openTab(name: string): Promise<void> {
    await this.page.getByTestId(`tab-${name}`).first().click();
  }
}
