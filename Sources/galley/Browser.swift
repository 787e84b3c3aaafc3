import Glibc

/// Opens a page, a file or an address, in the user's browser.
func openInBrowser(_ place: String) {
  var pid = pid_t()
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(place), nil]
  if posix_spawnp(&pid, "xdg-open", nil, nil, &arguments, environ) != 0 {
    Terminal.say("galley: there is no 'xdg-open' to open '\(place)' with")
  }
  for argument in arguments { free(argument) }
}
