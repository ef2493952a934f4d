// The last words of a container: why it died, in the words of its language. Who is killed for memory has none: its last
// line breaks off.
import type { ContainerRun } from './container-run.ts';
import { microStamp } from './log-line.ts';

const GO_PANIC = [
  'panic: runtime error: invalid memory address or nil pointer dereference',
  '[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x6f2a41]',
  '',
  'goroutine 1 [running]:',
  'main.(*service).Register(0xc00011e000, {0x0, 0x0})',
  '\t/go/src/github.com/microservices-demo/user/api/service.go:84 +0x61',
  'main.main()',
  '\t/go/src/github.com/microservices-demo/user/main.go:171 +0x9c5',
  'exit status 2',
];
const PYTHON_ERROR = [
  'Traceback (most recent call last):',
  '  File "/app/report/__main__.py", line 41, in <module>',
  '    rows = fetch_stock(os.environ["CATALOGUE_URL"])',
  '  File "/app/report/stock.py", line 17, in fetch_stock',
  '    response.raise_for_status()',
  'requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: http://catalogue/catalogue',
];

/** The lines a run ends with, or 'cut' when it was killed in the middle of one. */
export function lastWords({ container, ended }: ContainerRun, us: number): readonly string[] | 'cut' {
  switch (ended?.code) {
    case undefined:
    case 137:
      return 'cut';
    case 0:
      return [`time=${microStamp(us)} level=info msg="done"`];
    case 2:
      return GO_PANIC;
    case 143:
      return [`time=${microStamp(us)} level=info msg="received SIGTERM, shutting down"`];
    default:
      return /report/.test(container.image)
        ? PYTHON_ERROR
        : ['panic: cannot connect to queue: dial tcp 10.96.14.7:5672: connect: connection refused', 'exit status 1'];
  }
}
