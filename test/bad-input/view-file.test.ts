// A person's own view file that is broken: told with file, line, field and cure, and the built-in view stays.
import { expect, test } from 'vitest';
import { Home, onTerminal, withoutTerminal } from './program.ts';

const BROKEN = `name: pods
title: Mine
kinds: [Pod]
columns:
  - { title: NAME, value: name }
  - { title: WHAT, value: statsu, width: 10 }
`;

test('the message names file, line, field and cure; the built-in view of that name is used', async () => {
  using home = new Home();
  const file = home.write('config/k8s-watch/views/pods.yaml', BROKEN);
  const wanted = new RegExp(`${file}:6 columns\\[1\\]\\.value: .*statsu.*\\(.*status.*\\)`);
  const { code, out, err } = await withoutTerminal(home, ['snapshot', '--demo', '--story', 'outage', '--view', 'pods']);
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(new RegExp(`^k8s-watch: ${wanted.source}\\n$`)),
  });
  expect(out).toMatch(/NAME +READY +STATUS/);
  expect(home.log()).toMatch(wanted);

  await using pty = onTerminal(home, ['--demo', '--story', 'outage', '--view', 'pods'], { cols: 200 });
  await pty.waitFor(/NAME +READY +STATUS/);
  await pty.waitFor(wanted);
  await pty.press('ctrl-c');
  expect(await pty.exit).toMatchObject({ code: 0 });
});

test('a file that is no YAML, an empty one and a folder named like one leave the others alone', async () => {
  using home = new Home();
  home.write('config/k8s-watch/views/a.yaml', 'name: [');
  home.write('config/k8s-watch/views/b.yaml', '');
  home.write('config/k8s-watch/views/c.yaml/readme', 'a folder');
  home.write(
    'config/k8s-watch/views/good.yaml',
    'name: mine\ntitle: My own pods\nkinds: [Pod]\ncolumns:\n  - { title: WHO, value: name }\n',
  );
  const { code, out, err } = await withoutTerminal(home, ['snapshot', '--demo', '--story', 'outage', '--view', 'mine']);
  expect(code).toBe(0);
  expect(out).toContain('My own pods');
  for (const name of ['a', 'b', 'c'])
    expect(err).toMatch(new RegExp(`^k8s-watch: \\S+/views/${name}\\.yaml:\\d+ .+ \\(.+\\)$`, 'm'));
  expect(err.trim().split('\n')).toHaveLength(3);
});
