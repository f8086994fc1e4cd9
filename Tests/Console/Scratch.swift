import Testing
import Terminal
@testable import Console
@Test func scratch() {
    var s = ConsoleState.shop()
    print(s.picture().text)
    s.hit(.character("3")); print(s.picture().text)
    s.hit(.character("4"), .down); print(s.picture().text)
    s.hit(.enter); print(s.picture().text)
    s.hit(.character("2"));  print(s.picture().text)
    s.hit(.character("8"));  print(s.picture().text)
    s.hit(.character("3"), .enter);  print(s.picture().text)
    s.hit(.character("?"));  print(s.picture().text)
    s.hit(.escape, .character(":")); s.type("s"); print(s.picture().text)
}
