/* The system calls that change files below one folder: counted, and one of them made to fail, to write half, or to be the
 * last of the process. Loaded by LD_PRELOAD, sleeping until arm(). What was done is written to a log that the tests replay. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As desk.py counts them. */
enum { WATCH, KILL, TEAR, FAIL, HALVE };
#define FILES 1024
#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static char root[4096];
static int mode, code, lasting, record = -1;
static long at, calls;
static ino_t known[FILES]; /* which file each descriptor is of, 0 where it is none of ours */
static char *named[FILES]; /* under which name it was opened */

void arm(const char *folder, int how, long which, int error, int stays, int log) {
    snprintf(root, sizeof root, "%s/", folder);
    mode = how, at = which, code = error, lasting = stays, record = log, calls = 0;
}

long counted(void) { return calls; }

/* The path below the folder, or NULL where it is not ours. */
static const char *ours(const char *path, char *whole) {
    char here[4096];
    if (!root[0] || !path) return NULL;
    if (path[0] == '/') snprintf(whole, 8192, "%s", path);
    else if (getcwd(here, sizeof here)) snprintf(whole, 8192, "%s/%s", here, path);
    else return NULL;
    return strncmp(whole, root, strlen(root)) ? NULL : whole + strlen(root);
}

static int held(int file) { return root[0] && file >= 0 && file < FILES && known[file]; }

static void raw(const void *bytes, size_t many) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (real(record, bytes, many) != (ssize_t)many) abort();
}

static void note(const char *what, ino_t file, long long place, const void *bytes, size_t many, const char *a, const char *b) {
    char line[9000];
    int kept = errno;
    if (record < 0) return;
    raw(line, snprintf(line, sizeof line, "%s\t%lu\t%lld\t%zu\t%s\t%s\n", what, (unsigned long)file, place, many, a, b));
    if (many && bytes) raw(bytes, many);
    errno = kept;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* Count one call; what is to become of it. A disk that stays full lets go what takes no room. */
static int verdict(int room) {
    calls++;
    if (!room && lasting && code == ENOSPC && calls > at) return WATCH;
    if (mode == WATCH || (calls != at && !(lasting && calls > at))) return WATCH;
    if (mode == KILL) die();
    if (mode == FAIL) errno = code;
    return mode;
}

/* The same for a call that cannot be done by half. */
static int refused(int room) {
    int found = verdict(room);
    if (found == TEAR) die();
    return found == FAIL;
}

static void remember(int file, const char *path, int fresh) {
    struct stat found;
    char whole[8192];
    const char *name = ours(path, whole);
    if (file < 0 || file >= FILES) return;
    known[file] = 0;
    if (!name || fstat(file, &found)) return;
    known[file] = found.st_ino;
    free(named[file]);
    named[file] = strdup(name);
    if (fresh) note("create", found.st_ino, 0, NULL, 0, name, "");
}

#define OPENED(name, before, call) \
    REAL(name); \
    char whole[8192]; \
    mode_t bits = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); bits = va_arg(rest, mode_t); va_end(rest); } \
    int mine = (before) && ours(path, whole) != NULL, fresh = 0; \
    if (mine && (flags & (O_CREAT | O_TRUNC))) { if (refused(1)) return -1; fresh = access(path, F_OK) != 0; } \
    int file = call; \
    if (mine && file >= 0 && (flags & O_TRUNC) && !fresh) { struct stat s; if (!fstat(file, &s)) note("truncate", s.st_ino, 0, NULL, 0, "", ""); } \
    if (mine) remember(file, path, fresh); else if (file >= 0 && file < FILES) known[file] = 0; \
    return file;

int open(const char *path, int flags, ...) { OPENED(open, 1, real(path, flags, bits)) }
int open64(const char *path, int flags, ...) { OPENED(open64, 1, real(path, flags, bits)) }
int openat(int folder, const char *path, int flags, ...) {
    OPENED(openat, folder == AT_FDCWD || path[0] == '/', real(folder, path, flags, bits))
}
int openat64(int folder, const char *path, int flags, ...) {
    OPENED(openat64, folder == AT_FDCWD || path[0] == '/', real(folder, path, flags, bits))
}

int close(int file) {
    REAL(close);
    if (file >= 0 && file < FILES) known[file] = 0;
    return real(file);
}

#define WRITTEN(name, where, full) \
    REAL(name); \
    if (!held(file)) { if (file == 1 && root[0]) note("answer", 0, 0, bytes, many, "", ""); return full; } \
    off_t begin = where; \
    int how = verdict(1); \
    if (how == FAIL) return -1; \
    if ((how == HALVE || how == TEAR) && many > 1) many /= 2; \
    ssize_t did = full; \
    if (did > 0) note("write", known[file], begin, bytes, did, "", ""); \
    if (how == TEAR) die(); \
    return did;

ssize_t write(int file, const void *bytes, size_t many) {
    WRITTEN(write, (fcntl(file, F_GETFL) & O_APPEND) ? lseek(file, 0, SEEK_END) : lseek(file, 0, SEEK_CUR), real(file, bytes, many))
}
ssize_t pwrite(int file, const void *bytes, size_t many, off_t place) { WRITTEN(pwrite, place, real(file, bytes, many, place)) }
ssize_t pwrite64(int file, const void *bytes, size_t many, off_t place) { WRITTEN(pwrite64, place, real(file, bytes, many, place)) }

#define ONE(name, call, what, size) \
    REAL(name); \
    if (held(file) && refused(0)) return -1; \
    int did = call; \
    if (did == 0 && held(file)) note(what, known[file], size, NULL, 0, named[file], ""); \
    return did;

int ftruncate(int file, off_t size) { ONE(ftruncate, real(file, size), "truncate", size) }
int ftruncate64(int file, off_t size) { ONE(ftruncate64, real(file, size), "truncate", size) }
int fsync(int file) { ONE(fsync, real(file), "sync", 0) }
int fdatasync(int file) { ONE(fdatasync, real(file), "sync", 0) }

#define NAMED(name, call, what, room, first, second) \
    REAL(name); \
    char one[8192], two[8192]; \
    const char *a = ours(first, one), *b = ours(second, two); \
    if ((a || b) && refused(room)) return -1; \
    int did = call; \
    if (did == 0 && (a || b)) note(what, 0, 0, NULL, 0, a ? a : "", b ? b : ""); \
    return did;

int rename(const char *old, const char *new) { NAMED(rename, real(old, new), "rename", 0, old, new) }
int renameat(int x, const char *old, int y, const char *new) { NAMED(renameat, real(x, old, y, new), "rename", 0, old, new) }
int link(const char *old, const char *new) { NAMED(link, real(old, new), "link", 1, old, new) }
int linkat(int x, const char *old, int y, const char *new, int f) { NAMED(linkat, real(x, old, y, new, f), "link", 1, old, new) }
int unlink(const char *path) { NAMED(unlink, real(path), "unlink", 0, path, path) }
int unlinkat(int x, const char *path, int f) { NAMED(unlinkat, real(x, path, f), "unlink", 0, path, path) }
int mkdir(const char *path, mode_t bits) { NAMED(mkdir, real(path, bits), "mkdir", 1, path, path) }
int rmdir(const char *path) { NAMED(rmdir, real(path), "rmdir", 0, path, path) }
