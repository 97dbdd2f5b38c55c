/** What the test that started this one says by a variable. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: these tests are started by \`cargo xtask test browser\``);
  }
  return value;
}
