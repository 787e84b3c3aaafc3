import Glibc
import LinearAlgebra
import Tooling

/// What a full look at a store found: every artifact hashed, every result read.
public struct StoreVerification: Sendable {
  public struct Damage: Sendable, Hashable {
    /// `artifact 3f5a…` or `result 90bc…`.
    public var subject: String
    public var problem: String
  }

  public var artifactCount = 0
  public var resultCount = 0
  public var byteCount = 0
  public var damages: [Damage] = []
  /// What could not be read, and why. It stays: who cannot read it now may do so later.
  public var unreadable: [Damage] = []
  /// Results whose artifacts are not all there, and which a run makes again: a collection or a cut-short copy leaves such.
  public var incompleteResults = 0

  /// Reads the whole store. What is damaged is taken out of it, so that the next run makes it again.
  ///
  /// - Throws: `FileError` where its folders cannot be read.
  public init(_ store: Store, cores: Int) throws(FileError) {
    let inventory = try StoreInventory(store)
    artifactCount = inventory.artifacts.count
    resultCount = inventory.results.count
    byteCount = inventory.artifacts.byteCount + inventory.results.byteCount
    let artifacts = inventory.artifacts
    let problems = mapPieces(artifacts.count, cores: cores) { place in store.problem(ofArtifact: artifacts[place]) }
    var whole: Set<String> = []
    for (file, problem) in zip(artifacts, problems) {
      let subject = "artifact \(file.name.prefix(12))"
      switch problem {
      case .none: whole.insert(file.name)
      case .otherContent(let digest):
        damages.append(Damage(subject: subject, problem: "its content has the digest \(digest.prefix(12))"))
        store.remove(file)
      case .unreadable(let why): unreadable.append(Damage(subject: subject, problem: why))
      }
    }
    for file in inventory.results {
      let subject = "result \(file.name.prefix(12))"
      let kept: KeptResult?
      do { kept = try store.kept(file.name) } catch {
        unreadable.append(Damage(subject: subject, problem: error.message))
        continue
      }
      guard let kept, kept.preimage.key == file.name else {
        damages.append(Damage(subject: subject, problem: "its checksum does not fit its content"))
        store.remove(file)
        continue
      }
      if !kept.stored.result.outputs.allSatisfy({ whole.isSuperset(of: [$0.digest] + $0.attachments) }) { incompleteResults += 1 }
    }
  }
}

private enum ArtifactProblem: Sendable {
  case none
  case otherContent(digest: String)
  case unreadable(String)
}

extension Store {
  /// Whether an artifact is what its name says. The stat cache is not asked.
  fileprivate func problem(ofArtifact file: StoreInventory.File) -> ArtifactProblem {
    do {
      let digest = try FileSystem.digest(of: file.path)
      return digest == file.name ? .none : .otherContent(digest: digest)
    } catch { return .unreadable("\(error)") }
  }

  func remove(_ file: StoreInventory.File) { unlink(file.path) }
}
