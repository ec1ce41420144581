import * as client from 'openid-client'
import { type Clock, instant } from '../../flows/values/time.ts'

export interface PortalOptions {
  /** Issuer of the portal; its discovery document is read at first use. */
  issuerUrl: string
  clientId: string
  clientSecret: string
  clock: Clock
  /** Plain http to the portal: for a demonstration on one machine only. Without it a plain address is an error. */
  allowPlainHttp?: boolean
}

const timeoutSeconds = 10

/** Reads the portal's metadata once; a failed reading is forgotten, so that the next sign-in tries again. */
export function createConfigurations(options: PortalOptions): () => Promise<client.Configuration> {
  let discovered: Promise<client.Configuration> | undefined
  return async () => {
    discovered ??= discover(options).catch(fault => {
      discovered = undefined
      throw fault
    })
    return atOurTime(await discovered, options)
  }
}

const discover = ({ issuerUrl, clientId, clientSecret, allowPlainHttp }: PortalOptions) =>
  client.discovery(new URL(issuerUrl), clientId, clientSecret, undefined, {
    timeout: timeoutSeconds,
    execute: allowPlainHttp ? [client.allowInsecureRequests] : [],
  })

/** The library reads the system's clock. It is told how far ours is from it: tokens are judged by the one source of time. */
function atOurTime(discovered: client.Configuration, options: PortalOptions): client.Configuration {
  const system = instant(performance.timeOrigin + performance.now())
  const clockSkew = Math.round((Date.parse(options.clock.now()) - Date.parse(system)) / 1000)
  const configuration = new client.Configuration(discovered.serverMetadata(), options.clientId, {
    client_secret: options.clientSecret,
    [client.clockSkew]: clockSkew,
  })
  configuration.timeout = timeoutSeconds
  // The code flow may trust the channel instead of the signature; here the signature is always checked.
  client.enableNonRepudiationChecks(configuration)
  if (options.allowPlainHttp) client.allowInsecureRequests(configuration)
  return configuration
}
