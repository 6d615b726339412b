import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, type Hover, MarkdownString, type TextDocument } from 'vscode';
import { eventually } from './eventually.ts';
import { open } from './example.ts';

describe('hover', () => {
  it('tells the field of a key and never the value of a secret', async () => {
    const document = await open('.env');
    const text = await hoverText(document, 'PAYMENTS_API_KEY');
    assert.match(text, /payments_api_key/);
    assert.match(text, /••••/);
    assert.doesNotMatch(text, /synthetic-development-key/);
  });

  it('tells the value in each environment, from the field as from the key', async () => {
    const text = await hoverText(await open('app/settings.py'), 'log_level');
    assert.match(text, /\| development \| `"debug"` \| `\.env:3` \|/);
    assert.match(text, /\| staging \| `"info"` \| default \|/);
  });
});

function hoverText(document: TextDocument, word: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(word) + 1);
  return eventually(`a hover on ${word}`, async () => {
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof MarkdownString ? content.value : String(content)))
      .join('\n');
    return text || undefined;
  });
}
