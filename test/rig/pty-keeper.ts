// Stands between the pty and the program under test, as a shell does: when the leader of a terminal's session dies the
// kernel resets the terminal, so only a survivor can see in what state the program left it. Tells the rig over a socket.
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';

const { PTY_KEEPER_SOCKET: socketPath = '', ...env } = process.env;
const [command = '', ...args] = process.argv.slice(2);
const rig = connect(socketPath);
rig.on('error', () => undefined); // the rig went first
const tell = (news: object): void => void rig.write(`${JSON.stringify(news)}\n`);

for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => undefined); // the child has them too
/** How the kernel treats the terminal; undefined when it is gone. */
function stty(): string | undefined {
  const told = spawnSync('stty', ['-a'], { stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8' });
  return told.status === 0 ? told.stdout : undefined;
}

const before = stty();
const child = spawn(command, args, { stdio: 'inherit', env });
process.on('SIGHUP', () => child.kill('SIGHUP')); // the kernel tells the leader alone; shells pass it on
tell({ pid: child.pid, stty: before });
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  tell({ code: 127, signal: null });
  rig.end();
});
child.on('exit', (code, signal) => {
  tell({ code, signal, stty: stty() });
  rig.end();
});
