/* Kills the process at its nth fsync or fdatasync (AZIMUTH_KILL_AT), once it has been told apart as a runner.
   AZIMUTH_KILL_WHEN=before: as the call is made, so that what it should have saved may be lost; after: when it has returned. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int calls;
static int at = -2, before;

static int is_runner(void) {
    char line[4096];
    int file = open("/proc/self/cmdline", O_RDONLY);
    ssize_t length = file < 0 ? 0 : read(file, line, sizeof line - 1);
    if (file >= 0) close(file);
    if (length <= 0) return 0;
    line[length] = 0;
    char *second = line + strlen(line) + 1;
    return second < line + length && strcmp(second, "run") == 0;
}

static int reached(void) {
    if (at == -2) {
        const char *number = getenv("AZIMUTH_KILL_AT"), *when = getenv("AZIMUTH_KILL_WHEN");
        at = number && is_runner() ? atoi(number) : -1;
        before = when && strcmp(when, "before") == 0;
    }
    return at > 0 && atomic_fetch_add(&calls, 1) + 1 == at;
}

static int synced(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int now = reached();
    if (now && before) kill(getpid(), SIGKILL);
    int result = real(file);
    if (now) kill(getpid(), SIGKILL);
    return result;
}

int fsync(int file) { return synced("fsync", file); }
int fdatasync(int file) { return synced("fdatasync", file); }
