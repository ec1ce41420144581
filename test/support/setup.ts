import nock from 'nock'

/** No test leaves the machine: whatever is not loopback fails at once, and says where it wanted to go. */
nock.disableNetConnect()
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\]|::1)(:\d+)?$/)
