language-name = العربية
nav-home = الرئيسية
nav-search = بحث
nav-turn = دور شخص آخر
nav-help = مساعدة
nav-languages = اختر لغة
nav-skip = انتقل إلى الصفحة
nav-menu = القائمة
go-home = اذهب إلى الرئيسية
try-again = حاول مرة أخرى
page-next = التالي
page-previous = السابق
lessons-count = { $n ->
    [zero] لا دروس
    [one] درس واحد
    [two] درسان
    [few] { $n } دروس
    [many] { $n } درسًا
   *[other] { $n } درس
}
minutes = { $n ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
    [many] { $n } دقيقة
   *[other] { $n } دقيقة
}
size-kilobytes = { $n } كيلوبايت
size-megabytes = { $n } ميغابايت
size-gigabytes = { $n } غيغابايت
kind-video = شاهد
kind-audio = استمع
kind-text = اقرأ
kind-book = كتاب
kind-picture = صورة
kind-activity = جرّب
kind-collection = استكشف
subject-maths = رياضيات
subject-science = علوم
subject-language = لغة
subject-health = صحة
subject-life = حياتنا اليومية
subject-music = موسيقى
subject-art = رسم
subject-world = العالم
subject-history = تاريخ
subject-computers = حاسوب
subject-stories = قصص
subject-other = المزيد لتتعلّمه
