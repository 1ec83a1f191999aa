/* A disk that turns read-only under programs that have its files open, as ext4 does at an error: for LD_PRELOAD.
 *
 * While the file READONLY_WHEN exists, whatever would change something under READONLY_FOLDER (it ends with a slash)
 * fails with EROFS. A real remount would be refused (EBUSY) as long as a file is open for writing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_below(const char *path) {
    const char *when = getenv("READONLY_WHEN"), *folder = getenv("READONLY_FOLDER");
    return when && folder && access(when, F_OK) == 0 && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_open_below(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

#define REFUSE(what) do { if (what) { errno = EROFS; return -1; } } while (0)
#define REAL(name, ...) ((__typeof__(name) *) dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

ssize_t write(int fd, const void *data, size_t size) { REFUSE(is_open_below(fd)); return REAL(write, fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { REFUSE(is_open_below(fd)); return REAL(pwrite, fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { REFUSE(is_open_below(fd)); return REAL(pwrite64, fd, data, size, at); }
int ftruncate(int fd, off_t size) { REFUSE(is_open_below(fd)); return REAL(ftruncate, fd, size); }
int ftruncate64(int fd, off64_t size) { REFUSE(is_open_below(fd)); return REAL(ftruncate64, fd, size); }
int unlink(const char *path) { REFUSE(is_below(path)); return REAL(unlink, path); }
int mkdir(const char *path, mode_t mode) { REFUSE(is_below(path) && access(path, F_OK) != 0); return REAL(mkdir, path, mode); }

#define OPEN(name)                                                     \
    int name(const char *path, int flags, ...) {                       \
        va_list rest;                                                  \
        va_start(rest, flags);                                         \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;      \
        va_end(rest);                                                  \
        REFUSE(flags & (O_WRONLY | O_RDWR | O_TRUNC) && is_below(path)); \
        return REAL(name, path, flags, mode);                          \
    }
OPEN(open)
OPEN(open64)
