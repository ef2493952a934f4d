// $((…)): whole numbers, + - * / %, parentheses and variables.

/** Throws a RangeError on a division by zero or what is no sum. */
export function evaluate(text: string, valueOf: (name: string) => string): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|[-+*/%()]|\S/g) ?? [];
  let at = 0;
  const atom = (): number => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '(') {
      const inner = sum();
      at += 1;
      return inner;
    }
    if (token === '-') return -atom();
    if (token === '+') return atom();
    if (/^\d/.test(token)) return Number(token);
    if (/^\w/.test(token)) return Number(valueOf(token)) || 0;
    throw new RangeError('arithmetic syntax error');
  };
  const product = (): number => {
    let left = atom();
    while (['*', '/', '%'].includes(tokens[at] ?? '')) {
      const sign = tokens[at];
      at += 1;
      const right = atom();
      if (sign !== '*' && right === 0) throw new RangeError('divide by zero');
      left = sign === '*' ? left * right : Math.trunc(sign === '/' ? left / right : left % right);
    }
    return left;
  };
  const sum = (): number => {
    let left = product();
    while (['+', '-'].includes(tokens[at] ?? '')) {
      const sign = tokens[at];
      at += 1;
      left = sign === '+' ? left + product() : left - product();
    }
    return left;
  };
  const result = sum();
  if (at < tokens.length) throw new RangeError('arithmetic syntax error');
  return result;
}
