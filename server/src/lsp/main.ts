import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { frameCheck } from './frame-check.ts';
import { startServer } from './server.ts';

if (process.argv.includes('--stdio')) {
  const check = frameCheck();
  process.stdin.on('data', (chunk: Buffer) => {
    const fault = check(chunk);
    if (fault !== undefined) {
      process.stderr.write(`crossfade: ${fault}; the language server ends\n`, () => process.exit(1));
    }
  });
}

// The transport (stdio, node IPC) is chosen by the command line arguments that the client passes.
startServer(createConnection(ProposedFeatures.all));
