import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

// The transport (stdio, node IPC) is chosen by the command line arguments that the client passes.
startServer(createConnection(ProposedFeatures.all));
