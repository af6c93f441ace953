import { describe, expect, it } from '@jest/globals';
import { faultInAddress } from './address.js';

const secret = 's3cret';

describe('the address of a KurrentDB', () => {
  it.each([
    'kurrentdb://localhost:2113?tls=false',
    'kurrentdb://admin:changeit@a.example:2113,b.example:2113,c.example?tls=true&tlsCAFile=%2Fca.pem',
    'kurrentdb+discover://admin:%40%3A@cluster.example',
    'esdb://localhost:2113/?TLS=false&max_discover_attempts=3',
  ])('may be %s', (address) => expect(faultInAddress(address)).toBeUndefined());

  it.each([
    [
      'an option there is not',
      `kurrentdb://admin:${secret}@localhost?tls=false&tlsCaFilePath=x`,
      /option tlsCaFilePath, and may/,
    ],
    ['an option without a value', `kurrentdb://admin:${secret}@localhost?tls`, /no value for the option tls/],
    [
      'an option whose work is done otherwise',
      `kurrentdb://admin:${secret}@localhost?tls=false&nodePreference=follower`,
      /option nodePreference, which does nothing: it is always the leader/,
    ],
    [
      'a deadline that nothing goes by',
      `kurrentdb://admin:${secret}@localhost?default_deadline=500`,
      /option default_deadline, which does nothing: every call is given up/,
    ],
    [
      'a time that is two',
      `kurrentdb://admin:${secret}@a,b?gossipTimeout=5`,
      /option gossipTimeout, which has no right value/,
    ],
    [
      'an authority to believe that is not asked',
      `kurrentdb://admin:${secret}@localhost?tlsCAFile=%2Fca.pem&tls=false`,
      /option tlsCAFile, which does nothing beside tls=false/,
    ],
    [
      'answers that hide a conflict',
      `kurrentdb://admin:${secret}@localhost?throwOnAppendFailure=false`,
      /option throwOnAppendFailure/,
    ],
    ['a password with a sign of the address', `kurrentdb://admin:${secret}@x@localhost`, /must look like/],
    ['a host of three parts', `kurrentdb://admin:${secret}@a:b:c`, /must look like/],
    ['another scheme', `http://admin:${secret}@localhost`, /must look like/],
  ])('with %s is refused, and its password not told', (_, address, says) => {
    expect(faultInAddress(address)).toMatch(says);
    expect(faultInAddress(address)).not.toContain(secret);
  });
});
