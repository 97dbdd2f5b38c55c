// What a page cannot do: containers, the engine and the server are in the hands of the test that started this one.
import { setting } from './setting.ts';

/** What the engine has, by its own command line. */
export interface Counts {
  instances: number;
  running: number;
  stopped: number;
  volumes: number;
  attached: number;
  vpcs: number;
}

async function order<Answer>(words: string): Promise<Answer> {
  const answer = await fetch(`${setting('MINI_AWS_CONTROL')}/${words}`, { method: 'POST' });
  if (!answer.ok) {
    throw new Error(`${words}: ${answer.status} ${await answer.text()}`);
  }
  return (await answer.json()) as Answer;
}

/** Each is done when it returns. */
export const control = {
  counts: () => order<Counts>('counts'),
  /** The link that was printed last, used or not. */
  link: async () => (await order<{ link: string }>('cloud/link')).link,
  runContainer: (name: string) => order(`container/run/${name}`),
  /** One that writes a log, and has secrets and markup about it. */
  speakContainer: (name: string) => order(`container/speak/${name}`),
  /** One with 500 labels, markup for a project and a service, and a log that is hardly text. */
  oddContainer: (name: string) => order(`container/odd/${name}`),
  /** Makes so many volumes and removes each again. */
  churnVolumes: (count: number) => order(`volumes/churn/${count}`),
  stopContainer: (name: string) => order(`container/stop/${name}`),
  removeContainer: (name: string) => order(`container/remove/${name}`),
  stopEngine: () => order('engine/stop'),
  startEngine: () => order('engine/start'),
  /** At once and without a word. */
  killServer: () => order('cloud/kill'),
  /** On the same data and at the same port. */
  startServer: () => order('cloud/start'),
};
